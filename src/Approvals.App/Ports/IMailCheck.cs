using Approvals.Core.Requests;

namespace Approvals.App.Ports;

/// <summary>Tries whether the mail channel can be worked with as it is set up. It sends one mail from each mailbox to the desk itself, and to nobody else.</summary>
public interface IMailCheck
{
    /// <summary>What it finds, in the order in which it looks. Whatever the outside world does is a finding, and no exception. No secret is in any.</summary>
    IAsyncEnumerable<MailFinding> CheckAsync(MailCheckOptions options, CancellationToken ct);
}

/// <param name="Other">A mailbox that must be out of reach; null: none is tried.</param>
/// <param name="Patience">How long a mail may take to arrive; zero: one look.</param>
public sealed record MailCheckOptions(EmailAddress? Other, TimeSpan Patience);

/// <param name="Subject">What was looked at, in a word or two.</param>
/// <param name="Text">What was found, and what it means. One line.</param>
/// <param name="Mend">What to run or to set; null: nothing.</param>
public sealed record MailFinding(MailFindingLevel Level, string Subject, string Text, string? Mend = null)
{
    public static MailFinding Ok(string subject, string text) => new(MailFindingLevel.Ok, subject, text);

    public static MailFinding Warning(string subject, string text, string? mend = null) => new(MailFindingLevel.Warning, subject, text, mend);

    public static MailFinding Fail(string subject, string text, string? mend = null) => new(MailFindingLevel.Fail, subject, text, mend);
}

public enum MailFindingLevel
{
    Ok,

    /// <summary>It works without, or nothing can be said from here.</summary>
    Warning,
    Fail,
}
