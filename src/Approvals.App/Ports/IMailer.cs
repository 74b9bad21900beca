using System.Collections.Immutable;
using Approvals.Core.Effects;
using Approvals.Core.Requests;

namespace Approvals.App.Ports;

/// <summary>Sends mail. At least once: an implementation looks for the key before it sends again.</summary>
public interface IMailer
{
    /// <summary>
    /// Returns the message id. Throws <see cref="EffectFailedException"/> when the mail could not be handed over, <see cref="EffectPostponedException"/> when it is
    /// not its turn yet, <see cref="UndeliverableException"/> when nobody is there.
    /// </summary>
    Task<string> SendAsync(OutgoingMail mail, CancellationToken ct);
}

public sealed record OutgoingMail
{
    /// <summary>The idempotency key: the same key is the same mail.</summary>
    public required EffectId Key { get; init; }
    public required EmailAddress To { get; init; }

    /// <summary>Where an answer decides; null when the mail asks for nothing.</summary>
    public EmailAddress? ReplyTo { get; init; }
    public required string Subject { get; init; }
    public required string Text { get; init; }
    public required string Html { get; init; }

    /// <summary>Mails of one thread have one topic: the id of the request.</summary>
    public required string Thread { get; init; }
    public ImmutableDictionary<string, string> Headers { get; init; } = ImmutableDictionary<string, string>.Empty;
}

/// <summary>The outside world said no, or nothing. <see cref="RetryAfter"/> is what it asked for, if it did.</summary>
public sealed class EffectFailedException(string message, TimeSpan? retryAfter = null, Exception? inner = null) : Exception(message, inner)
{
    public TimeSpan? RetryAfter { get; } = retryAfter;
}

/// <summary>There is nobody at the address: trying again changes nothing.</summary>
public sealed class UndeliverableException(string message, Exception? inner = null) : Exception(message, inner);
