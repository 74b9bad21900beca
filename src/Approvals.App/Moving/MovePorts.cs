using Approvals.App.Ports;

namespace Approvals.App.Moving;

/// <summary>One store with everything that is kept in it.</summary>
public sealed record MovePorts(
    IRequestStore Requests, IAuditSource Audit, IDelegationStore Delegations, ITopicArchive Topics, ISecretStore Secrets, IClaimStore Claims, IMailer Mailer, IMailbox Mailbox,
    IReceivedMails Received, ITicketDesk Desk, ITicketBook Tickets, ITicketLedger Ledger, IAttachmentStore Files);

/// <summary>The clock of the target's mailbox and desk: what is moved keeps its time.</summary>
public sealed class MovedTime : TimeProvider
{
    public DateTimeOffset At { get; set; }

    public override DateTimeOffset GetUtcNow() => At;
}

/// <param name="What">Such as <c>requests copied</c>.</param>
/// <param name="Of">How many there are; null while that is being found out.</param>
public readonly record struct MoveProgress(string What, long Done, long? Of);

/// <param name="Digest">SHA-256 over id, version and last hash of every request, in the order of the ids: the same for source and target.</param>
/// <param name="WasDone">It was moved by a run before this one.</param>
/// <param name="WasStopped">A run before this one was stopped: list rows that it had begun with are written by the first sweep of the server that starts on the copy.</param>
public sealed record MoveReport(long Requests, long Events, string Digest, bool WasDone, bool WasStopped);
