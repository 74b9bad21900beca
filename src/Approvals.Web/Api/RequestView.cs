using System.Collections.Immutable;
using Approvals.Core.Catalogue;
using Approvals.Core.Requests;

namespace Approvals.Web.Api;

/// <summary>A request as its readers see it.</summary>
/// <param name="Actions">What the caller may do now.</param>
internal sealed record RequestView(
    RequestId Id,
    string Topic,
    int TopicVersion,
    string Title,
    string Status,
    int Round,
    long Version,
    EmailAddress Requester,
    EmailAddress? Beneficiary,
    ImmutableSortedDictionary<string, FieldValue> Fields,
    string ContentHash,
    IReadOnlyList<StepView> Steps,
    IReadOnlyList<TicketView> Tickets,
    IReadOnlyList<string> Actions);

/// <param name="Quorum"><c>all</c>, <c>any</c>, or the number of approvals that is enough.</param>
internal sealed record StepView(int Step, string Name, string Quorum, string State, DateTimeOffset? DueAtUtc, IReadOnlyList<AssignmentView> Assignments);

/// <param name="CountsForContent">False for an approval of content that has changed since.</param>
internal sealed record AssignmentView(
    EmailAddress Assignee,
    EmailAddress? OnBehalfOf,
    string State,
    string? DecidedBy,
    DateTimeOffset? DecidedAtUtc,
    string? Comment,
    string? Channel,
    bool CountsForContent);

/// <param name="Key">Null while the ticket is outstanding.</param>
/// <param name="State"><c>outstanding</c>, <c>raised</c>, or <c>failed</c>: an administrator must look.</param>
internal sealed record TicketView(string? System, string? Key, string? Url, string State);
