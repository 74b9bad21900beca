using Approvals.App;
using Approvals.App.Ports;
using Approvals.Core.Requests;
using Approvals.Web.Identity;
using Approvals.Web.Pages.Shared;
using Microsoft.AspNetCore.Http;

namespace Approvals.Web.Pages.Requests;

/// <summary>Finds a request for somebody, and draws its page.</summary>
internal sealed class RequestPages(RequestQueries queries, ICatalogue catalogue, IReceivedMails received, PageFrame frame)
{
    private const int MostReceived = 20;

    /// <summary>Null: there is none that this person may see.</summary>
    public async Task<RequestState?> FindAsync(Caller caller, string id, CancellationToken ct) =>
        RequestId.TryParse(id, out var known) && await queries.FindAsync(known, ct) is { Facts: not null } state && await queries.MayReadAsync(caller, state, ct)
            ? state
            : null;

    public async Task<(PageContext Page, RequestModel Model)> ModelAsync(HttpContext context, RequestState state, CancellationToken ct)
    {
        var request = state.Facts!;
        var history = await queries.EventsAsync(request.Id, ct);
        var page = await frame.OfAsync(context, RequestModels.People(request, history), ct);
        var actions = await queries.ActionsAsync(context.Caller(), state, ct);
        var verdict = await queries.VerifyAsync(request.Id, ct);
        var title = catalogue.Find(request.Topic)?.Title ?? request.Topic;
        return (page, RequestModels.Build(state, history, title, actions, verdict, page.Names) with { Received = await received.OfRequestAsync(request.Id, MostReceived, ct) });
    }

    public async Task<IResult> ShowAsync(HttpContext context, RequestState state, Refused? refused, CancellationToken ct)
    {
        var (page, model) = await ModelAsync(context, state, ct);
        return Show.Page<RequestPage>(page, model with { Refused = refused }, refused is null ? StatusCodes.Status200OK : RefusalWords.StatusOf(refused.Why));
    }

    /// <summary>The same for a request that is not there and for one that is not theirs: which of the two is not theirs to know.</summary>
    public async Task<IResult> NotYoursAsync(HttpContext context, CancellationToken ct)
    {
        var page = await frame.OfAsync(context, [], ct);
        return Show.Message(
            page, StatusCodes.Status404NotFound, "You can not see this request",
            $"You are signed in as {page.Viewer?.Name ?? "nobody"}. Either there is no such request, or it is between other people.",
            "If somebody sent you the link so that **you decide**, they can [name you as their stand-in](/delegations) or reassign the step to you: a forwarded link alone lets nobody in.");
    }
}
