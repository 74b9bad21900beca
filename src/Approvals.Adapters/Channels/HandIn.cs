using Approvals.App.Mail;
using Approvals.App.Ports;
using Microsoft.Extensions.Logging;

namespace Approvals.Adapters.Channels;

internal static class HandIn
{
    /// <param name="which">How the mailbox calls it.</param>
    public static async Task HandInAsync(this InboundMailService inbound, ReadOnlyMemory<byte> bytes, string which, ILogger log, CancellationToken ct)
    {
        try
        {
            await inbound.ReceiveAsync(bytes, ct);
        }
        // Every other exception is a bug or a request whose history is damaged: that one mail must not keep all that come after it waiting. It stays in the mailbox.
        catch (Exception e) when (e is not (StoreUnavailableException or OperationCanceledException))
        {
            log.MailNotHandled(e, which);
        }
    }
}
