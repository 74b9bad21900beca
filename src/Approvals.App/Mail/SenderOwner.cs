using Approvals.App.Ports;
using Approvals.Core.Requests;

namespace Approvals.App.Mail;

/// <summary>
/// Whose mail it is, when it comes from a further address of somebody's mailbox: theirs, by the one address that they are asked under.
/// No check is weaker for it. The boundary has vouched for the very address in From (a doubtful sender stays who it is), and the directory for its owner:
/// they are here, it is an address of their mailbox and of no other person's. A name that is only for signing in, an address of a guest or outside the own domains,
/// and one that several people have, stand for nobody: such a reply is refused as that of somebody else.
/// </summary>
internal sealed class SenderOwner(IDirectory directory)
{
    /// <summary>Throws <see cref="StoreUnavailableException"/> when the directory can not be asked: the mail is read again later.</summary>
    /// <param name="request">Null: the mail answers none of ours, and nobody is looked for.</param>
    public async ValueTask<Sender> FindAsync(Sender sender, Request? request, CancellationToken ct) =>
        sender is Sender.Known(var from) && request is not null && !request.Asked.Contains(from)
        && await directory.FindAsync(from, ct) is { Active: true } person && person.Aliases.Contains(from)
            ? new Sender.Known(person.Mail)
            : sender;
}
