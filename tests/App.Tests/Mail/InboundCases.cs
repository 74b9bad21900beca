using System.Text;
using System.Text.RegularExpressions;
using Approvals.Core.Chains;
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
        await GivenAsync(world, expected.GetValueOrDefault("given"));
        var before = await world.RequestAsync();
        var came = await world.Inbound.ReceiveAsync(BytesOf(world, mail, expected.ContainsKey("escapes")), Ct);
        Assert.Equal(expected["expect"], came.Outcome);

        var request = await world.RequestAsync();
        Assert.Equal(expected["expect"] is "undeliverable", request.Steps[0].Assignments.Any(a => a.Unreached));
        if (expected.GetValueOrDefault("reason") is { } reason)
        {
            Assert.Equal(reason, Assert.Single(request.Undelivered.Values).Reason);
        }

        if (expected["expect"] is "approved" or "rejected" or "returned")
        {
            var decided = Assert.Single(request.Steps[0].Assignments, a => a.DecidedBy is not null);
            Assert.Equal((expected.GetValueOrDefault("comment"), Channel.Mail), (decided.Comment, decided.Channel));
        }
        else if (expected["expect"] is not "undeliverable")
        {
            Assert.Equal(before.Version, request.Version);
        }
    }

    [Fact]
    public void There_are_many_cases_of_both_kinds()
    {
        Assert.True(Directory.GetFiles(Path.Combine(Root, "benign")).Length >= 60);
        Assert.True(Directory.GetFiles(Path.Combine(Root, "hostile")).Length >= 60);
    }

    /// <summary>What happened before the mail came in.</summary>
    private static async Task GivenAsync(MailWorld world, string? what)
    {
        var request = await world.RequestAsync();
        var (vp, assistant) = (MailWorld.Address("vp@example.com"), MailWorld.Address("assistant@example.com"));
        switch (what)
        {
            case null:
                break;
            case "approved":
                await world.ExecuteAsync("vp@example.com", new Command.Approve(new Sight(1, 1, request.Version), null, Channel.Web) { At = default, CommandId = "", By = default });
                break;
            case "recalled":
                await world.ExecuteAsync("seller@example.com", new Command.Recall(null) { At = default, CommandId = "", By = default });
                break;
            case "resubmitted":
                await world.ExecuteAsync("seller@example.com", new Command.Recall(null) { At = default, CommandId = "", By = default });
                await world.ResubmitAsync();
                break;
            case "cancelled":
                await world.ExecuteAsync("seller@example.com", new Command.Cancel(null) { At = default, CommandId = "", By = default });
                break;
            case "reassigned":
                await world.ExecuteAsync("vp@example.com", new Command.Reassign(1, vp, assistant, "on leave") { At = default, CommandId = "", By = default });
                break;
            case "delegation-over":
                await world.Delegations.PutAsync(new Delegation("d", vp, assistant, Start.AddDays(-2), Start.AddDays(-1)), Ct);
                break;
            case "delegation-to-come":
                await world.Delegations.PutAsync(new Delegation("d", vp, assistant, Start.AddDays(1), Start.AddDays(2)), Ct);
                break;
            case "delegation-chain":
                await world.Delegations.PutAsync(new Delegation("d", vp, assistant, Start.AddDays(-1), Start.AddDays(1)), Ct);
                await world.Delegations.PutAsync(new Delegation("e", assistant, MailWorld.Address("admin@example.com"), Start.AddDays(-1), Start.AddDays(1)), Ct);
                break;
            case "delegation-to-requester":
                await world.Delegations.PutAsync(new Delegation("d", vp, request.Requester, Start.AddDays(-1), Start.AddDays(1)), Ct);
                break;
            default:
                throw new InvalidOperationException($"Nobody knows what '{what}' is.");
        }
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
            .Replace("[[round2]]", world.TokenFor("vp@example.com", round: 2), StringComparison.Ordinal)
            .Replace("[[step9]]", world.TokenFor("vp@example.com", step: 9), StringComparison.Ordinal)
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
