using System.Collections.Immutable;
using Approvals.Core.Requests;

namespace Approvals.App.Ports;

/// <summary>The embedded mailer's mails, to look at, and the way in for replies to them. Development only.</summary>
public interface IMailbox
{
    /// <summary>Null: there is no mail of this id.</summary>
    Task<KeptMail?> FindAsync(string id, CancellationToken ct);

    /// <summary>The newest first; to one person, or to all.</summary>
    Task<Page<KeptMail>> ListAsync(EmailAddress? to, string? cursor, int limit, CancellationToken ct);

    /// <summary>Hands a raw RFC 5322 message to the path that real mail takes. What comes of it shows on the request and in the mailbox.</summary>
    Task ReceiveAsync(ReadOnlyMemory<byte> message, CancellationToken ct);
}

public sealed record KeptMail(string Id, DateTimeOffset SentAtUtc, EmailAddress To, EmailAddress? ReplyTo, string Subject, ImmutableDictionary<string, string> Headers, string Text, string Html);
