using System.Diagnostics;
using Approvals.Server.Commands;
using Mail.Tests.Servers;
using Microsoft.Extensions.Configuration;

namespace Mail.Tests.Checking;

/// <summary>The command, with its mail at real servers.</summary>
public sealed class MailCommandTests(MailServers servers) : IDisposable
{
    private readonly string mailbox = servers.NewDesk();
    private readonly StringWriter output = new();
    private readonly StringWriter error = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        output.Dispose();
        error.Dispose();
    }

    [Fact]
    public async Task A_mail_goes_out_and_comes_back_and_each_thing_is_one_line()
    {
        Assert.Equal(MailCommand.Fine, await RunAsync([]));
        Assert.Collection(
            Lines(),
            line => Assert.Equal($"ok      SMTP: 127.0.0.1:{servers.SmtpPort} answers without TLS, on this machine, and takes the sign-in.", line),
            line => Assert.Equal($"ok      sending: The server took a mail from {mailbox}.", line),
            line => Assert.Equal($"ok      IMAP: 127.0.0.1:{servers.ImapPort} answers without TLS, on this machine, and takes the sign-in.", line),
            line => Assert.StartsWith("ok      mailbox: ", line, StringComparison.Ordinal),
            line => Assert.StartsWith("ok      plus addressing: ", line, StringComparison.Ordinal),
            line => Assert.StartsWith("ok      boundary: mx.approvals.test ", line, StringComparison.Ordinal),
            line => Assert.StartsWith("warning SPF: The boundary says nothing ", line, StringComparison.Ordinal),
            line => Assert.StartsWith("warning DKIM: The boundary says nothing ", line, StringComparison.Ordinal),
            line => Assert.Equal("ok      DMARC: example.com passes.", line),
            line => Assert.StartsWith("ok      answers: ", line, StringComparison.Ordinal),
            line => Assert.Equal("mail: nothing failed.", line));
        Assert.DoesNotContain(Files.Password, output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Smtp", "SMTP")]
    [InlineData("Imap", "IMAP")]
    public async Task A_wrong_password_fails_with_the_setting_and_is_not_shown(string section, string subject)
    {
        Assert.Equal(MailCommand.Wanting, await RunAsync([], ($"{section}:Password", "wrong-one")));
        var line = Assert.Single(Lines(), line => line.StartsWith("fail ", StringComparison.Ordinal));
        Assert.StartsWith($"fail    {subject}: ", line, StringComparison.Ordinal);
        Assert.Contains($"Approvals:Mail:{section}:Password", line, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong-one", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TLS_that_the_server_does_not_offer_fails_with_the_setting()
    {
        Assert.Equal(MailCommand.Wanting, await RunAsync([], ("Smtp:Security", "starttls")));
        Assert.Contains("Approvals:Mail:Smtp:Security", Assert.Single(Lines(), line => line.StartsWith("fail ", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_elses_boundary_fails_and_so_would_answers()
    {
        Assert.Equal(MailCommand.Wanting, await RunAsync([], ("AuthservId", "mx.elsewhere.test")));
        Assert.Contains(Lines(), line => line.StartsWith("fail    boundary: ", StringComparison.Ordinal) && line.Contains("set Approvals:Mail:AuthservId to mx.approvals.test", StringComparison.Ordinal));
        Assert.Contains(Lines(), line => line.StartsWith("fail    answers: ", StringComparison.Ordinal));
        Assert.Equal("mail: 2 to mend.", Lines()[^1]);
    }

    [Fact]
    public async Task Without_a_server_to_read_from_answers_are_said_to_decide_nothing()
    {
        Assert.Equal(MailCommand.Fine, await RunAsync([], ("Imap:Host", "")));
        Assert.Contains(Lines(), line => line.StartsWith("warning receiving: ", StringComparison.Ordinal) && line.Contains("MEND: Set Approvals:Mail:Imap:Host", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("usage: mail check")]
    [InlineData("usage: mail check", "send")]
    [InlineData("There is no option --all", "check", "--all")]
    [InlineData("--other is 'ceo', which is not a mail address", "check", "--other", "ceo")]
    [InlineData("--other needs a value", "check", "--other")]
    [InlineData("--wait is '-1'", "check", "--wait", "-1")]
    public async Task A_command_that_is_not_understood_is_answered_with_what_to_give(string said, params string[] words)
    {
        Assert.Equal(MailCommand.Unusable, await MailCommand.RunAsync(["mail", .. words], new ConfigurationBuilder().Build(), output, error, Ct));
        Assert.Contains(said, error.ToString(), StringComparison.Ordinal);
        Assert.Empty(output.ToString());
    }

    [Fact]
    public async Task The_program_itself_says_that_nothing_leaves_an_embedded_mailbox()
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Approvals.Server.dll"), "mail", "check"]) { RedirectStandardOutput = true };
        start.Environment["Approvals__Mail__Channel"] = "embedded";
        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync(Ct);
        await process.WaitForExitAsync(Ct);
        Assert.Contains("nothing leaves", said, StringComparison.Ordinal);
        Assert.Equal(MailCommand.Fine, process.ExitCode);
    }

    private Task<int> RunAsync(string[] more, params (string Name, string Value)[] settings)
    {
        var all = new Dictionary<string, string?>
        {
            ["Channel"] = "smtp",
            ["Mailbox"] = mailbox,
            ["Smtp:Host"] = "127.0.0.1",
            ["Smtp:Port"] = $"{servers.SmtpPort}",
            ["Smtp:Security"] = "none",
            ["Smtp:User"] = mailbox,
            ["Smtp:Password"] = Files.Password,
            ["Imap:Host"] = "127.0.0.1",
            ["Imap:Port"] = $"{servers.ImapPort}",
            ["Imap:Security"] = "none",
            ["Imap:User"] = mailbox,
            ["Imap:Password"] = Files.Password,
        };
        foreach (var (name, value) in settings)
        {
            all[name] = value;
        }

        var configuration = new ConfigurationBuilder().AddInMemoryCollection(all.Select(setting => KeyValuePair.Create($"Approvals:Mail:{setting.Key}", setting.Value))).Build();
        return MailCommand.RunAsync(["mail", "check", .. more], configuration, output, error, Ct);
    }

    private string[] Lines() => output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
}
