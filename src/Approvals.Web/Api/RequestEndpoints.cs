using Approvals.App;
using Approvals.Core.Requests;
using Approvals.Web.Identity;
using Approvals.Web.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Approvals.Web.Api;

internal sealed record SummaryView(
    RequestId Id, string Topic, string Title, string Status, EmailAddress Requester, int Round, DateTimeOffset SubmittedAtUtc, DateTimeOffset? DueAtUtc);

internal sealed record InboxView(
    RequestId Id, int Round, int Step, string StepName, string Topic, string Title, EmailAddress Requester, EmailAddress Assignee, DateTimeOffset AskedAtUtc, DateTimeOffset DueAtUtc);

internal static class RequestEndpoints
{
    private static readonly string[] Statuses = ["pending", "returned", "recalled", "approved", "completed", "rejected", "cancelled", "expired"];

    public static void MapRequests(this IEndpointRouteBuilder api)
    {
        var requests = api.MapGroup("/requests").WithTags("Requests");
        requests.MapPost("", SubmitAsync).RequireAuthorization(Policies.Requester).WithName("Submit").WithSummary("Submits a form")
            .Answers<RequestView>(StatusCodes.Status201Created, StatusCodes.Status200OK).Refuses(404, 409, 422).Changes();
        requests.MapGet("", ListAsync).WithName("ListRequests").WithSummary("Requests: one's own, or everybody's for administrators and auditors").Answers<PageView<SummaryView>>();
        requests.MapGet("/{id}", GetAsync).WithName("GetRequest").WithSummary("One request, as the caller sees it").Answers<RequestView>().Versioned().Refuses(404);
        requests.MapGet("/{id}/events", EventsAsync).WithName("GetEvents").WithSummary("The audit trail of one request, each event with its hash").Answers<EventsView>().Refuses(404);
        api.MapGet("/inbox", InboxAsync).WithTags("Requests").WithName("Inbox").WithSummary("What waits for the caller, also as a delegate").Answers<PageView<InboxView>>();
    }

    private static async Task<IResult> SubmitAsync(SubmitBody body, HttpContext context, RequestService service, RequestViews views, CancellationToken ct)
    {
        var caller = context.Caller();
        var key = IdempotencyKey.Of(context.Request);
        var answer = await service.SubmitAsync(caller, new SubmitForm(body.Topic, Texts.Fields(body.Fields), body.Beneficiary), key, ct);
        if (answer is not Answer.Done done)
        {
            return new ProblemResult(Answers.Problem(answer)!);
        }

        var view = await views.OfAsync(caller, done.State, ct);
        Versions.Mark(context.Response, Versions.Tag(done.State));
        context.Response.Headers.Location = $"/api/requests/{view.Id}";
        return done.Repeated ? TypedResults.Ok(view) : TypedResults.Created($"/api/requests/{view.Id}", view);
    }

    private static async Task<IResult> GetAsync(string id, HttpContext context, RequestDoor door, CancellationToken ct) =>
        await door.FindAsync(context.Caller(), id, ct) is { } state ? await door.ViewAsync(context, state, ct) : new ProblemResult(Answers.UnknownRequest);

    private static async Task<IResult> EventsAsync(string id, HttpContext context, RequestDoor door, RequestQueries queries, CancellationToken ct) =>
        await door.FindAsync(context.Caller(), id, ct) is { } state
            ? TypedResults.Ok(EventsView.Of(await queries.EventsAsync(state.Facts!.Id, ct)))
            : new ProblemResult(Answers.UnknownRequest);

    private static async Task<IResult> ListAsync(
        string? status, string? topic, string? requester, string? cursor, int? limit, HttpContext context, RequestQueries queries, CancellationToken ct)
    {
        var caller = context.Caller();
        if (status is not null && !Statuses.Contains(status))
        {
            throw new InvalidRequestException("status", $"This must be one of: {string.Join(", ", Statuses)}.");
        }

        EmailAddress? whose = requester is null ? null : EmailAddress.TryParse(requester, out var mail) ? mail : throw new InvalidRequestException("requester", "This must be a mail address.");
        if (whose is { } other && other != caller.Mail && !caller.SeesEverything)
        {
            return new ProblemResult(StatusProblems.Of(StatusCodes.Status403Forbidden) with { Title = "Only administrators and auditors list other people's requests." });
        }

        var page = await queries.ListAsync(caller, new RequestFilter(status, topic, whose), cursor, Paging.Limit(limit), ct);
        return TypedResults.Ok(Paging.Of(page, row => new SummaryView(
            row.Id, row.Topic, row.Title, row.Status, row.Requester, row.Round, row.SubmittedAtUtc, row.DueAtUtc)));
    }

    private static async Task<IResult> InboxAsync(string? cursor, int? limit, HttpContext context, RequestQueries queries, CancellationToken ct) =>
        TypedResults.Ok(Paging.Of(await queries.InboxAsync(context.Caller(), cursor, Paging.Limit(limit), ct), row => new InboxView(
            row.Id, row.Round, row.Step, row.StepName, row.Topic, row.Title, row.Requester, row.Assignee, row.AskedAtUtc, row.DueAtUtc)));
}
