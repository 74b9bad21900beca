using System.Collections.Immutable;
using Approvals.Core.Requests;

namespace Approvals.App.Ports;

/// <summary>The mails that the embedded mailer kept instead of sending them.</summary>
public interface IMailbox
{
    /// <summary>The newest first; with <paramref name="to"/>, those of one recipient.</summary>
    Task<Page<KeptMail>> ListAsync(EmailAddress? to, string? cursor, int limit, CancellationToken ct);

    Task<KeptMail?> FindAsync(string id, CancellationToken ct);
}

public sealed record KeptMail
{
    public required string Id { get; init; }
    public required EmailAddress To { get; init; }
    public EmailAddress? ReplyTo { get; init; }
    public required string Subject { get; init; }

    /// <summary>From, To and all others, as they would be sent.</summary>
    public required ImmutableSortedDictionary<string, string> Headers { get; init; }
    public required string Text { get; init; }
    public required string Html { get; init; }

    /// <summary>The id of the request.</summary>
    public required string Thread { get; init; }
    public required DateTimeOffset SentAtUtc { get; init; }

    /// <summary>What came in at its reply address, and what came of it; the oldest first.</summary>
    public ImmutableArray<ReceivedMail> Replies { get; init; } = [];
}
