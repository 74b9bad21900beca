using System.Globalization;
using Approvals.App;
using Approvals.Core.Chains;
using Approvals.Core.Effects;
using Approvals.Core.Requests;

namespace Approvals.Web.Api;

/// <summary>Writes a state out for one caller.</summary>
internal sealed class RequestViews(RequestQueries queries)
{
    public async Task<RequestView> OfAsync(Caller caller, RequestState state, CancellationToken ct)
    {
        var request = state.Facts!;
        var actions = await queries.ActionsAsync(caller, state, ct);
        return new RequestView(
            request.Id,
            request.Topic,
            request.TopicVersion,
            request.Title,
            state.Status,
            request.Round,
            request.Version,
            request.Requester,
            request.Beneficiary,
            request.Content.Fields,
            request.ContentHash,
            [.. request.Steps.Select(step => Of(step, request))],
            TicketsOf(state),
            [.. actions.Select(action => action.Name).Distinct()]);
    }

    /// <summary>The tickets that the request's topic orders, raised or not.</summary>
    public static IReadOnlyList<TicketView> TicketsOf(RequestState state)
    {
        var request = state.Facts!;
        var raised = request.Tickets.Select(ticket => new TicketView(ticket.System, ticket.Key, ticket.Url, "raised"));
        if (state is not RequestState.Approved)
        {
            return [.. raised];
        }

        var outstanding = request.Policy.Tickets
            .Where(order => request.Tickets.All(ticket => ticket.Template != order.Template))
            .Select(order => new TicketView(order.System, null, null, request.Abandoned.Values.Any(given => given.Job is Effect.OpenTicket open && open.Template == order.Template) ? "failed" : "outstanding"));
        return [.. raised, .. outstanding];
    }

    public static string Spell(Quorum quorum) => quorum.Kind switch
    {
        QuorumKind.All => "all",
        QuorumKind.Any => "any",
        QuorumKind.Count => quorum.Count.ToString(CultureInfo.InvariantCulture),
        _ => throw new System.Diagnostics.UnreachableException(quorum.Kind.ToString()),
    };

    private static StepView Of(StepState step, Request request)
    {
        var open = step.Assignments.Where(assignment => assignment.IsOpen).ToArray();
        return new StepView(
            step.Plan.Number,
            step.Plan.Name,
            Spell(step.Plan.Quorum),
            step.Status == StepStatus.SkippedByPolicy ? "skipped-by-policy" : step.Status.ToString().ToLowerInvariant(),
            open.Length == 0 ? null : open.Min(assignment => assignment.Assignment.Clock.DueAtUtc),
            [.. step.Assignments.Select(assignment => Of(assignment, request))]);
    }

    private static AssignmentView Of(AssignmentState assignment, Request request) => new(
        assignment.Assignee,
        assignment.Assignment.OnBehalfOf,
        assignment.Status.ToString().ToLowerInvariant(),
        assignment.DecidedBy?.ToString(),
        assignment.DecidedAtUtc,
        assignment.Comment,
        assignment.Channel?.ToString().ToLowerInvariant(),
        assignment.ContentHash is null || assignment.ContentHash == request.ContentHash);
}
