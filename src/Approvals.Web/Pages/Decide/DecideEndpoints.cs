using Approvals.App;
using Approvals.App.Mail;
using Approvals.Core.Requests;
using Approvals.Web.Identity;
using Approvals.Web.Pages.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Approvals.Web.Pages.Decide;

/// <summary>Links of mails. A link finds the question and nothing more: opening it changes nothing, and only who is signed in and asked may answer.</summary>
internal static class DecideEndpoints
{
    public static void MapDecisionLinks(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/d/{token}", OpenAsync);
        routes.MapPost("/d/{token}", DecideAsync);
    }

    private static async Task<IResult> OpenAsync(string token, HttpContext context, DecisionTokens tokens, RequestQueries queries, RequestPages pages, PageFrame frame, CancellationToken ct) =>
        tokens.TryRead(token, out var asked) && await queries.FindAsync(asked.Request, ct) is { Facts: not null } state
            ? await ShowAsync(token, asked, state, null, context, queries, pages, frame, ct)
            : await UnknownAsync(context, frame, ct);

    private static async Task<IResult> DecideAsync(
        string token, HttpContext context, DecisionTokens tokens, RequestService service, RequestQueries queries, RequestPages pages, PageFrame frame, CancellationToken ct)
    {
        if (!tokens.TryRead(token, out var asked) || await queries.FindAsync(asked.Request, ct) is not { Facts: not null } before)
        {
            return await UnknownAsync(context, frame, ct);
        }

        var form = await context.Request.ReadFormAsync(ct);
        if (ActionEndpoints.Decision(form, asked.Round, asked.Step) is not { } command)
        {
            return await ShowAsync(token, asked, before, null, context, queries, pages, frame, ct);
        }

        if (await service.ExecuteAsync(context.Caller(), asked.Request, command, Posted.Key(form), ct) is not Answer.Refused refused)
        {
            return Show.SeeOther($"/requests/{asked.Request}?done={form["decision"]}");
        }

        var now = await queries.FindAsync(asked.Request, ct) ?? before;
        return await ShowAsync(token, asked, now, new Refused(refused.Refusal, "decide", form["comment"].ToString()), context, queries, pages, frame, ct);
    }

    private static async Task<IResult> ShowAsync(
        string token, DecisionToken asked, RequestState state, Refused? refused, HttpContext context, RequestQueries queries, RequestPages pages, PageFrame frame, CancellationToken ct)
    {
        var caller = context.Caller();
        var request = state.Facts!;
        if (request.Round == asked.Round && request.Step(asked.Step) is { } step
            && (await queries.ActionsAsync(caller, state, ct)).Any(action => action.Name == "approve" && action.Step == asked.Step))
        {
            var (page, model) = await pages.ModelAsync(context, state, ct);
            return Show.Page<DecidePage>(page, new DecideModel(token, model with { Refused = refused }, step), refused is null ? StatusCodes.Status200OK : RefusalWords.StatusOf(refused.Why));
        }

        var mayRead = await queries.MayReadAsync(caller, state, ct);
        if (refused is not null && mayRead)
        {
            return await pages.ShowAsync(context, state, refused, ct);
        }

        var why = mayRead ? await queries.WhyNotAsync(caller, state, asked.Round, asked.Step, ct) : null;
        var (link, status) = LinkWords.Of(asked, state, caller, mayRead, why);
        return Show.Page<LinkPage>(await frame.OfAsync(context, [.. link.WaitsFor, .. mayRead ? request.Asked : []], ct), link, status);
    }

    private static async Task<IResult> UnknownAsync(HttpContext context, PageFrame frame, CancellationToken ct) => Show.Message(
        await frame.OfAsync(context, [], ct), StatusCodes.Status404NotFound, "This link leads nowhere",
        "It is incomplete or was never made here. Open it from the mail again, or look into your inbox.");
}
