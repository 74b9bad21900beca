using Approvals.App;
using Approvals.App.Ports;
using Approvals.App.Tickets;
using Approvals.Core.Audit;
using Approvals.Core.Effects;
using Approvals.Core.Requests;
using Approvals.Web.Api;
using Approvals.Web.Identity;
using Approvals.Web.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Approvals.Web.Pages.Admin;

internal static class AdminPages
{
    private const int MostUndelivered = 20;
    private const int MostWaiting = 20;

    /// <summary>Not below /admin: a Functions host keeps everything there for itself, and the app never hears of it.</summary>
    public const string Address = "/administration";

    public static void MapAdmin(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/admin", (HttpRequest request) => TypedResults.Redirect(Address + request.QueryString, permanent: true)).AllowAnonymous();
        routes.MapGet(Address, ShowAsync).RequireAuthorization(Policies.SeesEverything);
        routes.MapPost(Address + "/effects/{id}/retry", RetryAsync).RequireAuthorization(Policies.Administrator);
        routes.MapPost(Address + "/effects/{id}/take-over", TakeOverAsync).RequireAuthorization(Policies.Administrator);
    }

    private static async Task<IResult> ShowAsync(string? verify, string? cursor, HttpContext context, RequestQueries queries, TicketOverview tickets, PageFrame frame, CancellationToken ct)
    {
        var abandoned = await queries.AbandonedAsync(cursor, Page.DefaultSize, ct);
        var page = await frame.OfAsync(context, [], ct);
        var (verdict, problem) = await VerifyAsync(verify, queries, ct);
        return Show.Page<AdminPage>(page, new AdminModel(abandoned.Items, abandoned.Next is { } next ? $"{Address}?cursor={Uri.EscapeDataString(next)}" : null, cursor is null)
        {
            Verify = verify ?? "",
            Verdict = verdict,
            VerifyProblem = problem,
            Clock = page.Development,
            MayRetry = context.Caller().IsAdministrator,
            Undelivered = (await queries.UndeliveredAsync(null, MostUndelivered, ct)).Items,
            DefaultSystem = tickets.DefaultSystem,
            Desks = await tickets.OfAsync(MostWaiting, ct),
        });
    }

    private static async Task<(ChainVerdict? Verdict, string? Problem)> VerifyAsync(string? text, RequestQueries queries, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return (null, null);
        }

        try
        {
            return RequestId.TryParse(text.Trim(), out var id) && await queries.VerifyAsync(id, ct) is { } verdict
                ? (verdict, null)
                : (null, "There is no request of this id. It stands on the request's page, under Audit.");
        }
        catch (CorruptStreamException e)
        {
            // The store refuses a stream that does not fit its head: a cut tail, which no hash of what is left can show.
            return (new ChainVerdict(false, e.Version, 0, ""), null);
        }
    }

    /// <summary>Skips an effect, or puts a ticket that was raised by hand in its place.</summary>
    private static async Task<IResult> TakeOverAsync(string id, HttpContext context, RequestService service, PageFrame frame, CancellationToken ct)
    {
        if (!EffectId.TryParse(id, out var effect))
        {
            return Show.Message(await frame.OfAsync(context, [], ct), StatusCodes.Status404NotFound, "There is no such effect", "It may have gone through in the meantime.");
        }

        var form = await context.Request.ReadFormAsync(ct);
        var isHandOver = form["how"] == "hand-over";
        Command command;
        try
        {
            command = isHandOver
                ? AdminEndpoints.HandOver(effect, form["system"], form["key"], form["url"], form["reason"])
                : new Command.SkipEffect(effect, Texts.Required(form["reason"], "reason")) { At = default, CommandId = "", By = default };
        }
        catch (InvalidRequestException)
        {
            return Show.SeeOther($"{Address}?done=incomplete");
        }

        var answer = await service.ExecuteAsync(context.Caller(), effect.Request, command, null, ct);
        return Show.SeeOther(answer is Answer.Done { Repeated: false } ? $"{Address}?done={(isHandOver ? "handed-over" : "skipped")}" : $"{Address}?done=again");
    }

    private static async Task<IResult> RetryAsync(string id, HttpContext context, RequestService service, PageFrame frame, CancellationToken ct)
    {
        if (!EffectId.TryParse(id, out var effect))
        {
            return Show.Message(await frame.OfAsync(context, [], ct), StatusCodes.Status404NotFound, "There is no such effect", "It may have gone through in the meantime.");
        }

        var answer = await service.ExecuteAsync(context.Caller(), effect.Request, new Command.RetryEffect(effect) { At = default, CommandId = "", By = default }, null, ct);
        return Show.SeeOther(answer is Answer.Done { Repeated: false } ? Address + "?done=retried" : Address + "?done=again");
    }
}
