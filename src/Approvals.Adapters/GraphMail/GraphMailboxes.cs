using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Approvals.Core.Requests;

namespace Approvals.Adapters.GraphMail;

/// <summary>The mailboxes of the desk: the one whose address people know, and others that share its load.</summary>
internal sealed class GraphMailboxes(IEnumerable<EmailAddress> addresses, GraphClient graph, TimeProvider clock) : IDisposable
{
    public ImmutableArray<GraphMailbox> All { get; } = [.. addresses.Distinct().Select(address => new GraphMailbox(address, graph, new MailboxPace(clock)))];

    /// <summary>All mails of one thread come from one mailbox, whichever host sends them.</summary>
    public GraphMailbox For(string thread) => All[SHA256.HashData(Encoding.UTF8.GetBytes(thread))[0] % All.Length];

    /// <summary>Also one that the settings do not name any more.</summary>
    public GraphMailbox Of(string address) =>
        All.FirstOrDefault(mailbox => mailbox.Address.Value == address) ?? new GraphMailbox(EmailAddress.Parse(address), graph, new MailboxPace(clock));

    public void Dispose()
    {
        foreach (var mailbox in All)
        {
            mailbox.Pace.Dispose();
        }
    }
}
