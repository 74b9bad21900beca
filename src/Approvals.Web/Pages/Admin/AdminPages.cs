using Approvals.App;
using Approvals.App.Ports;
using Approvals.Core.Audit;
using Approvals.Core.Effects;
using Approvals.Core.Requests;
using Approvals.Web.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Approvals.Web.Pages.Admin;

internal static class AdminPages
{
    private const int MostUndelivered = 20;

    /// <summary>Not below /admin: a Functions host keeps everything there for itself, and the app never hears of it.</summary>
    public const string Address = "/administration";

    public static void MapAdmin(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/admin", (HttpRequest request) => TypedResults.Redirect(Address + request.QueryString, permanent: true)).AllowAnonymous();
        routes.MapGet(Address, ShowAsync).RequireAuthorization(Policies.SeesEverything);
        routes.MapPost(Address + "/effects/{id}/retry", RetryAsync).RequireAuthorization(Policies.Administrator);
    }

    private static async Task<IResult> ShowAsync(string? verify, string? cursor, HttpContext context, RequestQueries queries, PageFrame frame, CancellationToken ct)
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
