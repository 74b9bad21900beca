using System.Globalization;
using Approvals.Adapters.Channels;
using Approvals.Adapters.Mime;
using Approvals.App.Ports;
using Approvals.Core.Requests;
using Approvals.Server.Hosting;
using Approvals.Web.Hosting;

namespace Approvals.Server.Commands;

/// <summary><c>mail check</c>: tries whether mail goes out and comes in as it is set up, and says what to mend. A server may be running meanwhile.</summary>
internal static class MailCommand
{
    public const int Fine = 0;
    public const int Wanting = 1;
    public const int Unusable = 2;

    private const int UsualPatience = 120;

    private const string Usage = """
        usage: mail check [--other ADDRESS] [--wait SECONDS]

        Tries the mail channel with the settings of the server: signing in, permissions, a test mail from the desk to itself, what the mail boundary
        says of the domain, and whether the desk is told of new mail. Nobody else gets a mail.
        --other  a mailbox that the server must not be able to read (graph): the check fails when it can
        --wait   how long the test mail may take; 120 by default
        Exit code: 0 nothing failed, 1 something is to be mended, 2 it could not be tried.
        """;

    public static async Task<int> RunAsync(string[] args, IConfiguration configuration, TextWriter output, TextWriter error, CancellationToken ct)
    {
        MailCheckOptions options;
        try
        {
            options = Read(args);
        }
        catch (CommandException e)
        {
            await error.WriteLineAsync(e.Message);
            return Unusable;
        }

        var settings = ApprovalsSettings.Read(configuration);
        await using var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddSingleton(settings.ToMail(ApprovalsServer.DefaultUrl))
            .AddMimeReader().AddMailCheck(settings.Mail.ToChannel()).BuildServiceProvider();
        var failed = 0;
        await foreach (var finding in services.GetRequiredService<IMailCheck>().CheckAsync(options, ct))
        {
            failed += finding.Level == MailFindingLevel.Fail ? 1 : 0;
            await output.WriteLineAsync($"{Word(finding.Level)} {finding.Subject}: {finding.Text}{(finding.Mend is { } mend ? $" MEND: {mend}" : "")}");
        }

        await output.WriteLineAsync(failed == 0 ? "mail: nothing failed." : $"mail: {failed} to mend.");
        return failed == 0 ? Fine : Wanting;
    }

    private static MailCheckOptions Read(string[] args)
    {
        var read = Arguments.Read(args, "--other=", "--wait=");
        if (read.Words is not ["mail", "check"])
        {
            throw new CommandException(Usage);
        }

        EmailAddress? other = read.Value("--other") is not { } text ? null
            : EmailAddress.TryParse(text, out var address) ? address
            : throw new CommandException($"--other is '{text}', which is not a mail address.");
        var seconds = read.Value("--wait") is not { } wait ? UsualPatience
            : int.TryParse(wait, NumberStyles.None, CultureInfo.InvariantCulture, out var given) && given <= 3600 ? given
            : throw new CommandException($"--wait is '{wait}'. Give a number of seconds, up to 3600.");
        return new MailCheckOptions(other, TimeSpan.FromSeconds(seconds));
    }

    private static string Word(MailFindingLevel level) => level switch
    {
        MailFindingLevel.Ok => "ok     ",
        MailFindingLevel.Warning => "warning",
        MailFindingLevel.Fail => "fail   ",
        _ => throw new System.Diagnostics.UnreachableException(level.ToString()),
    };
}
