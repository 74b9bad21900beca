namespace Approvals.App.Ports;

/// <summary>Where mail comes in. What arrives goes to <see cref="Mail.InboundMailService"/>, at least once; that knows what it has seen.</summary>
public interface IMailIntake
{
    /// <summary>Hands in everything that arrived since the last time. Returns how many mails. One run at a time; throws <see cref="MailIntakeException"/>.</summary>
    Task<int> CollectAsync(CancellationToken ct);

    /// <summary>Returns when mail may have arrived, and after a while in any case: what tells of new mail is only a hint. Throws <see cref="MailIntakeException"/>.</summary>
    Task WaitAsync(CancellationToken ct);
}

/// <summary>The mailbox can not be read now. The message says why, and what to do when it stays so. Nothing is lost: the next run begins where this one ended.</summary>
public sealed class MailIntakeException(string message, TimeSpan? retryAfter = null, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What the server asked for, if it did.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
