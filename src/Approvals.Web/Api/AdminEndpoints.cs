using Approvals.App;
using Approvals.Core.Effects;
using Approvals.Core.Requests;
using Approvals.Web.Identity;
using Approvals.Web.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Approvals.Web.Api;

internal sealed record EffectView(EffectId Id, RequestId RequestId, string Kind, string Target, string Error, int Attempts, DateTimeOffset AbandonedAtUtc);

internal static class AdminEndpoints
{
    public static void MapAdmin(this IEndpointRouteBuilder api)
    {
        var effects = api.MapGroup("/admin/effects").WithTags("Administration");
        effects.MapGet("", ListAsync).RequireAuthorization(Policies.SeesEverything).WithName("ListEffects").WithSummary("Effects that were given up, or mails that reached nobody")
            .Answers<PageView<EffectView>>();
        effects.MapPost("/{id}/retry", RetryAsync).RequireAuthorization(Policies.Administrator).WithName("RetryEffect").WithSummary("Tries an abandoned effect again")
            .Answers<RequestView>().Refuses(404, 409, 412).Changes().Conditional();
    }

    private static async Task<IResult> ListAsync(string? state, string? cursor, int? limit, RequestQueries queries, CancellationToken ct) =>
        TypedResults.Ok(Paging.Of(
            state switch
            {
                null or "abandoned" => await queries.AbandonedAsync(cursor, Paging.Limit(limit), ct),
                "undelivered" => await queries.UndeliveredAsync(cursor, Paging.Limit(limit), ct),
                _ => throw new InvalidRequestException("state", "Only 'abandoned' and 'undelivered' can be listed."),
            },
            effect => new EffectView(effect.Effect, effect.Request, effect.Kind, effect.Target, effect.Error, effect.Attempts, effect.AbandonedAtUtc)));

    private static Task<IResult> RetryAsync(string id, HttpContext context, RequestDoor door, CancellationToken ct) => EffectId.TryParse(id, out var effect)
        ? door.ExecuteAsync(context, effect.Request.Value, new Command.RetryEffect(effect) { At = default, CommandId = "", By = default }, ct)
        : Task.FromResult<IResult>(new ProblemResult(Answers.Of(new Refusal.UnknownEffect())));
}
