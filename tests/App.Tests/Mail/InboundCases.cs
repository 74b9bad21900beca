using System.Text;
using System.Text.RegularExpressions;
using Approvals.Core.Requests;
using Xunit;
using static App.Tests.Mail.MailWorld;

namespace App.Tests.Mail;

/// <summary>Every file under Cases: what must come of a mail, a line with three dashes, and the mail as it comes over the wire.</summary>
public sealed partial class InboundCases
{
    public static TheoryData<string> Files() => [.. Directory.EnumerateFiles(Root, "*.txt", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(file => Path.GetRelativePath(Root, file))];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Mail_comes_to_what_its_case_says(string file)
    {
        var (expected, mail) = await ReadAsync(file);
        var world = await WithRequestAsync();
        await world.RecordSentAsync();
        var came = await world.Inbound.ReceiveAsync(BytesOf(world, mail, expected.ContainsKey("escapes")), Ct);
        Assert.Equal(expected["expect"], came.Outcome);

        var request = await world.RequestAsync();
        Assert.Equal(expected["expect"] is "undeliverable", request.Steps[0].Assignments.Any(a => a.Unreached));
        if (expected.GetValueOrDefault("reason") is { } reason)
        {
            Assert.Equal(reason, Assert.Single(request.Undelivered.Values).Reason);
        }

        var decided = request.Steps[0].Assignments.SingleOrDefault(a => a.DecidedBy is not null);
        Assert.Equal(expected["expect"] is "approved" or "rejected" or "returned", decided is not null);
        if (decided is not null)
        {
            Assert.Equal((expected.GetValueOrDefault("comment"), Channel.Mail), (decided.Comment, decided.Channel));
        }
    }

    [Fact]
    public void There_are_many_cases_of_both_kinds()
    {
        Assert.True(Directory.GetFiles(Path.Combine(Root, "benign")).Length >= 25);
        Assert.True(Directory.GetFiles(Path.Combine(Root, "hostile")).Length >= 25);
    }

    private static string Root { get; } = Path.Combine(AppContext.BaseDirectory, "Mail", "Cases");

    private static async Task<(Dictionary<string, string> Expected, string Mail)> ReadAsync(string file)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Root, file), Ct);
        var cut = text.IndexOf("---\n", StringComparison.Ordinal);
        var expected = text[..cut].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        return (expected, text[(cut + 4)..]);
    }

    private static byte[] BytesOf(MailWorld world, string mail, bool escapes)
    {
        var vp = world.TokenFor("vp@example.com");
        var other = world.Tokens.Write(RequestId.FromBytes(new byte[16]), 1, 1, MailWorld.Address("vp@example.com"));
        var filled = mail
            .Replace("[[sent]]", world.SentId, StringComparison.Ordinal)
            .Replace("[[token]]", vp, StringComparison.Ordinal)
            .Replace("[[TOKEN]]", vp.ToUpperInvariant(), StringComparison.Ordinal)
            .Replace("[[altered]]", vp[..30] + (vp[30] == '2' ? '3' : '2') + vp[31..], StringComparison.Ordinal)
            .Replace("[[second]]", world.TokenFor("vp2@example.com"), StringComparison.Ordinal)
            .Replace("[[next]]", world.TokenFor("cfo@example.com", step: 2), StringComparison.Ordinal)
            .Replace("[[unknown]]", other, StringComparison.Ordinal)
            .Replace("[[request]]", world.Id.Value, StringComparison.Ordinal);
        return escapes
            ? Encoding.Latin1.GetBytes(Escape().Replace(filled, match => ((char)Convert.ToByte(match.Groups[1].Value, 16)).ToString()))
            : Encoding.UTF8.GetBytes(filled);
    }

    [GeneratedRegex(@"\\x([0-9a-f]{2})")]
    private static partial Regex Escape();
}
