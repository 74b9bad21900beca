using Approvals.App;
using Approvals.App.Ports;
using Approvals.App.Tickets;
using Approvals.Core.Catalogue;
using Approvals.Core.Effects;
using Approvals.Core.Requests;
using Approvals.Web.Identity;
using Approvals.Web.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Approvals.Web.Api;

internal sealed record EffectView(EffectId Id, RequestId RequestId, string Kind, string Target, string Error, int Attempts, DateTimeOffset AbandonedAtUtc);

internal sealed record HandOverBody(string System, string Key, string Reason, string? Url = null);

/// <param name="Circuit"><c>closed</c>: calls go through; <c>open</c>; <c>half-open</c>.</param>
internal sealed record TicketSystemView(string System, string Circuit, DateTimeOffset? HeldUntilUtc, bool Queueing, string? Problem, IReadOnlyList<WaitingView> Waiting);

internal sealed record WaitingView(EffectId Id, RequestId RequestId, string Template, DateTimeOffset OrderedAtUtc, int Attempts, string Error);

internal static class AdminEndpoints
{
    private const int MaxKey = 200;

    public static void MapAdmin(this IEndpointRouteBuilder api)
    {
        var effects = api.MapGroup("/admin/effects").WithTags("Administration");
        effects.MapGet("", ListAsync).RequireAuthorization(Policies.SeesEverything).WithName("ListEffects").WithSummary("Effects that were given up, or mails that reached nobody")
            .Answers<PageView<EffectView>>();
        effects.MapPost("/{id}/retry", RetryAsync).RequireAuthorization(Policies.Administrator).WithName("RetryEffect").WithSummary("Tries an abandoned effect again")
            .Answers<RequestView>().Refuses(404, 409, 412).Changes().Conditional();
        effects.MapPost("/{id}/skip", SkipAsync).RequireAuthorization(Policies.Administrator).WithName("SkipEffect").WithSummary("Decides that an effect is not done: the request goes on without it")
            .Answers<RequestView>().Refuses(404, 409, 412, 422).Changes().Conditional();
        effects.MapPost("/{id}/hand-over", HandOverAsync).RequireAuthorization(Policies.Administrator).WithName("HandOverTicket").WithSummary("Names the ticket that somebody raised by hand in place of an effect")
            .Answers<RequestView>().Refuses(404, 409, 412, 422).Changes().Conditional();
        api.MapGet("/admin/ticket-systems", SystemsAsync).WithTags("Administration").RequireAuthorization(Policies.SeesEverything).WithName("ListTicketSystems")
            .WithSummary("The way to each ticket system, and the tickets that wait for it longest").Answers<IReadOnlyList<TicketSystemView>>();
    }

    private static async Task<IResult> SystemsAsync(TicketOverview overview, CancellationToken ct) => TypedResults.Ok<IReadOnlyList<TicketSystemView>>(
        [.. (await overview.OfAsync(Page.DefaultSize, ct)).Select(desk => new TicketSystemView(
            desk.System, desk.Health.Circuit, desk.Health.HeldUntilUtc, desk.IsQueueing, desk.Health.Problem,
            [.. desk.Waiting.Select(ticket => new WaitingView(ticket.Effect, ticket.Request, ticket.Template, ticket.OrderedAtUtc, ticket.Attempts, ticket.Error))]))]);

    private static Task<IResult> SkipAsync(string id, ReasonBody body, HttpContext context, RequestDoor door, CancellationToken ct) => EffectId.TryParse(id, out var effect)
        ? door.ExecuteAsync(context, effect.Request.Value, new Command.SkipEffect(effect, Texts.Required(body.Reason, "reason")) { At = default, CommandId = "", By = default }, ct)
        : Task.FromResult<IResult>(new ProblemResult(Answers.Of(new Refusal.UnknownEffect())));

    private static Task<IResult> HandOverAsync(string id, HandOverBody body, HttpContext context, RequestDoor door, CancellationToken ct) => EffectId.TryParse(id, out var effect)
        ? door.ExecuteAsync(context, effect.Request.Value, HandOver(effect, body.System, body.Key, body.Url, body.Reason), ct)
        : Task.FromResult<IResult>(new ProblemResult(Answers.Of(new Refusal.UnknownEffect())));

    /// <summary>Throws <see cref="InvalidRequestException"/> with what is wrong.</summary>
    internal static Command.HandOverTicket HandOver(EffectId effect, string? system, string? key, string? url, string? reason)
    {
        if (system is null || TicketSystem.Find(system) is null)
        {
            throw new InvalidRequestException("system", $"This must be one of: {string.Join(", ", TicketSystem.All.Select(known => known.Name))}.");
        }

        if (!string.IsNullOrWhiteSpace(url) && !(Uri.TryCreate(url, UriKind.Absolute, out var link) && link.Scheme is "https" or "http"))
        {
            throw new InvalidRequestException("url", "This must be an address that starts with https://, or be left out.");
        }

        var name = Texts.Required(key, "key");
        return name.Length > MaxKey
            ? throw new InvalidRequestException("key", $"This must not be longer than {MaxKey} characters.")
            : new Command.HandOverTicket(effect, system, name, string.IsNullOrWhiteSpace(url) ? null : url, Texts.Required(reason, "reason")) { At = default, CommandId = "", By = default };
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
