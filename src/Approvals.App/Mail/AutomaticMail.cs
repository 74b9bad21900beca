namespace Approvals.App.Mail;

/// <summary>Knows mail that no person wrote. It decides nothing and is never answered: two machines that answer each other do not stop.</summary>
internal static class AutomaticMail
{
    private static readonly string[] Precedences = ["bulk", "auto_reply", "auto-reply", "junk", "list"];
    private static readonly string[] Marks = ["X-Auto-Response-Suppress", "X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Failed-Recipients", "List-Id", "List-Unsubscribe"];
    private static readonly string[] Machines = ["mailer-daemon", "postmaster", "noreply", "no-reply", "donotreply", "do-not-reply"];

    /// <summary>Why the mail counts as automatic; null when a person may have written it.</summary>
    public static string? Sign(InboundMail mail, MailOptions options)
    {
        if (mail.HeaderValues("Auto-Submitted").Any(value => !FirstWord(value).Equals("no", StringComparison.OrdinalIgnoreCase)))
        {
            return "an automatic reply";
        }

        if (mail.HeaderValues("Return-Path").Any(value => value.Trim() == "<>")
            || mail.ContentType.Equals("multipart/report", StringComparison.OrdinalIgnoreCase)
            || mail.ContentType.StartsWith("message/", StringComparison.OrdinalIgnoreCase))
        {
            return "a delivery report";
        }

        if (mail.HasCalendarItem || mail.HeaderValues("Content-Class").Any(value => value.Contains("calendar", StringComparison.OrdinalIgnoreCase)))
        {
            return "a calendar item";
        }

        if (mail.HeaderValues("Precedence").Any(value => Precedences.Contains(value.Trim(), StringComparer.OrdinalIgnoreCase))
            || Marks.Any(mark => mail.HeaderValues(mark).Any()))
        {
            return "an automatic reply or a mailing";
        }

        return mail.From.Any(from => IsMachine(from, options)) ? "a mail of a machine" : null;
    }

    private static bool IsMachine(string from, MailOptions options)
    {
        var local = from.Split('@')[0].Split('+')[0];
        return Machines.Contains(local, StringComparer.OrdinalIgnoreCase)
            || (local.Equals(options.LocalPart, StringComparison.OrdinalIgnoreCase)
                && from.EndsWith("@" + options.Mailbox.Domain, StringComparison.OrdinalIgnoreCase));
    }

    private static string FirstWord(string value) => value.Split([';', ' ', '('], 2)[0].Trim();
}
