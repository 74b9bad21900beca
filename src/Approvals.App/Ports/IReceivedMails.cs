using System.Collections.Immutable;
using Approvals.Core.Requests;

namespace Approvals.App.Ports;

/// <summary>The mails that came in and what came of each; and how many of a thread were answered by us.</summary>
public interface IReceivedMails
{
    Task<ReceivedMail?> FindAsync(string key, CancellationToken ct);

    /// <summary>Keeps it unless its key is there already. Returns what is kept.</summary>
    Task<ReceivedMail> KeepAsync(ReceivedMail mail, CancellationToken ct);

    /// <summary>
    /// Whether the mail of this key may be answered: at most <paramref name="limit"/> of a thread are. Asking again for the same mail says the same.
    /// </summary>
    Task<bool> ClaimAnswerAsync(string thread, string key, int limit, CancellationToken ct);

    /// <summary>What came in about one request, the newest first.</summary>
    Task<ImmutableArray<ReceivedMail>> OfRequestAsync(RequestId request, int most, CancellationToken ct);

    /// <summary>The newest first.</summary>
    Task<Page<ReceivedMail>> ListAsync(string? cursor, int limit, CancellationToken ct);
}

public sealed record ReceivedMail
{
    /// <summary>Computed from message id and sender: the same mail twice has one key.</summary>
    public required string Key { get; init; }
    public required DateTimeOffset ReceivedAtUtc { get; init; }

    /// <summary>As the mail says: not to be believed.</summary>
    public required string From { get; init; }
    public required string Subject { get; init; }

    /// <summary>The beginning of its text.</summary>
    public required string Text { get; init; }

    /// <summary>The reply address that it answers, when it has one of ours.</summary>
    public EmailAddress? ReplyTo { get; init; }
    public RequestId? Request { get; init; }

    /// <summary><c>approved</c>, <c>rejected</c>, <c>returned</c>, or the code of why it was not counted.</summary>
    public required string Outcome { get; init; }

    /// <summary>One sentence for people.</summary>
    public required string Explanation { get; init; }

    /// <summary>Whether we answered it.</summary>
    public bool Answered { get; init; }
}
