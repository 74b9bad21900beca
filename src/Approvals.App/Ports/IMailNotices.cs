namespace Approvals.App.Ports;

/// <summary>Hears the mail service say that a mailbox is worth a look. Nothing that it says is believed but that.</summary>
public interface IMailNotices
{
    /// <summary>
    /// False: no part of the call is by the service, or about our mailboxes. What must be remembered is durable when this returns; then the mailbox is to be
    /// looked at (<see cref="IMailIntake.CollectAsync"/>). Storage faults throw <see cref="StoreUnavailableException"/>.
    /// </summary>
    Task<bool> HearAsync(ReadOnlyMemory<byte> body, CancellationToken ct);
}
