using System.Collections.Immutable;

namespace Approvals.App.Mail;

/// <summary>A mail that came in, as far as anything is decided by it.</summary>
public sealed record InboundMail
{
    /// <summary>All headers in their order, the topmost first, unfolded but otherwise as they came.</summary>
    public required ImmutableArray<MailHeader> Headers { get; init; }

    /// <summary>Every address of every From header, without display names.</summary>
    public required ImmutableArray<string> From { get; init; }

    /// <summary>The addresses that it was sent or delivered to.</summary>
    public ImmutableArray<string> Recipients { get; init; } = [];
    public string Subject { get; init; } = "";

    /// <summary>The plain text of the mail itself, never of a mail inside it. When it has none: its HTML, as text without what was quoted.</summary>
    public required string Text { get; init; }

    /// <summary>The type of the whole: <c>multipart/report</c> is no answer.</summary>
    public string ContentType { get; init; } = "text/plain";
    public bool HasCalendarItem { get; init; }

    /// <summary>When the mail says that another one could not be delivered, for good.</summary>
    public DeliveryFailure? Failure { get; init; }

    /// <summary>In bytes.</summary>
    public required long Size { get; init; }

    /// <summary>Without angle brackets; computed from the bytes when the mail has none.</summary>
    public required string MessageId { get; init; }

    public IEnumerable<string> HeaderValues(string name) =>
        Headers.Where(header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value);
}

public readonly record struct MailHeader(string Name, string Value);

/// <summary>What a delivery report says of a mail that reached nobody.</summary>
/// <param name="Reason">In the words of the mail system that gave up; one line.</param>
/// <param name="Originals">Message ids, without angle brackets, that may be that of the mail that came back.</param>
public sealed record DeliveryFailure(string Reason, ImmutableArray<string> Originals);

/// <summary>What was made of the bytes of a mail.</summary>
public abstract record MailReading
{
    private MailReading() { }

    public sealed record Read(InboundMail Mail) : MailReading;

    /// <summary>The bytes are no mail that we take.</summary>
    public sealed record Refused(string Reason) : MailReading;
}
