using Approvals.App.Ports;
using Approvals.Core.Requests;

namespace Approvals.App.Mail;

/// <summary>What a test mail that the desk sent to itself tells, when it is read back.</summary>
public static class ArrivalCheck
{
    private const string Subject = "plus addressing";

    public static IEnumerable<MailFinding> Of(ReadOnlyMemory<byte> bytes, EmailAddress sentTo, IMailReader reader, MailOptions options)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(options);
        return reader.Read(bytes) switch
        {
            MailReading.Read(var mail) => [Addressing(mail, sentTo), .. BoundaryCheck.Of(mail, options)],
            MailReading.Refused(var reason) => [MailFinding.Fail("test mail", $"It came back, and can not be read: {reason}")],
            var other => throw new System.Diagnostics.UnreachableException(other.GetType().Name),
        };
    }

    /// <param name="patience">How long it was waited for.</param>
    /// <param name="mend">How the address is made to reach the mailbox.</param>
    public static MailFinding Missing(EmailAddress sentTo, TimeSpan patience, string mend) => MailFinding.Fail(
        Subject, $"A mail to {sentTo} did not reach the inbox within {patience.TotalSeconds:0} s: answers by mail do not come in.", $"{mend} Look for it among junk mail too, or wait longer with --wait SECONDS.");

    private static MailFinding Addressing(InboundMail mail, EmailAddress sentTo) => mail.Recipients.Contains(sentTo.Value, StringComparer.OrdinalIgnoreCase)
        ? MailFinding.Ok(Subject, $"A mail to {sentTo} reached the mailbox, and still names that address.")
        : MailFinding.Warning(
            Subject,
            $"A mail to {sentTo} reached the mailbox, but does not name that address any more: an answer is matched by its thread alone, which some mail programs break.",
            "Let the mail servers on the way leave To as it is, or add Delivered-To.");
}
