using System.Runtime.CompilerServices;
using Approvals.App.Ports;

namespace Approvals.Adapters.Channels;

internal sealed class EmbeddedMailCheck : IMailCheck
{
    public async IAsyncEnumerable<MailFinding> CheckAsync(MailCheckOptions options, [EnumeratorCancellation] CancellationToken ct)
    {
        await Task.CompletedTask;
        yield return MailFinding.Ok(
            "channel", "Mails are kept in the store, and nothing leaves: there is nothing to try. People get mail with Approvals:Mail:Channel set to 'graph' or 'smtp'.");
    }
}
