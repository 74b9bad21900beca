using System.Collections.Immutable;

namespace Approvals.Core.Catalogue;

/// <summary>
/// The placeholders of mails and tickets: these, and the fields of the topic by their names (written out as approvers see them).
/// A value that does not exist in the situation is empty.
/// </summary>
public static class PlaceholderNames
{
    public const string RequestId = "request.id";
    public const string RequestTitle = "request.title";
    public const string RequestUrl = "request.url";
    public const string Requester = "request.requester";
    public const string RequesterName = "request.requesterName";
    public const string Beneficiary = "request.beneficiary";
    public const string Round = "request.round";
    public const string TopicTitle = "request.topic";
    public const string StepName = "step.name";
    public const string Assignee = "assignee";
    public const string DecisionUrl = "decisionUrl";
    public const string DueAt = "dueAt";
    public const string Comment = "comment";
    public const string DecidedBy = "decidedBy";
    public const string Decision = "decision";
    public const string AskedBefore = "askedBefore";
    public const string Why = "why";
    public const string TicketKey = "ticket.key";
    public const string TicketUrl = "ticket.url";
    public const string Approvals = "approvals";
    public const string ContentHash = "contentHash";
    public const string LastEventHash = "lastEventHash";
    public const string Fields = "fields";
    public const string Changes = "changes";

    /// <summary>Every name, with what stands in its place.</summary>
    public static ImmutableSortedDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        [RequestId] = "the id of the request",
        [RequestTitle] = "its title",
        [RequestUrl] = "the address of its page",
        [Requester] = "the mail address of the requester",
        [RequesterName] = "the name of the requester",
        [Beneficiary] = "the mail address of the person it is for, when that is somebody else",
        [Round] = "the number of the round",
        [TopicTitle] = "the title of the topic",
        [StepName] = "the name of the step",
        [Assignee] = "the name of the person asked",
        [DecisionUrl] = "the address where the person asked decides",
        [DueAt] = "when the answer is due, in the working zone of the person asked",
        [Comment] = "the comment of whoever acted",
        [DecidedBy] = "the name of the person who decided",
        [Decision] = "what they decided: approved, rejected or returned",
        [AskedBefore] = "in a mail that passes a question upwards, the name of the person who was asked first",
        [Why] = "and why that is not enough: has not answered in time, is out of office, has left and so on",
        [TicketKey] = "the key of the ticket",
        [TicketUrl] = "the address of the ticket",
        [Approvals] = "one line for each approval: who approved what, when, on which content",
        [ContentHash] = "the hash of the approved content",
        [LastEventHash] = "the hash of the last event of the audit trail",
        [Fields] = "one line for each field that is filled",
        [Changes] = "one line for each field that changed since the round before",
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);
}
