using Approvals.App.Ports;
using Approvals.App.Tickets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Approvals.Web.Api;

/// <summary>Where ticket systems call. A call is believed in nothing: with a right signature, it says which ticket to look at now instead of later.</summary>
internal static class HookEndpoints
{
    public static void MapHooks(this IEndpointRouteBuilder api) =>
        api.MapPost("/hooks/tickets/{system}", HearAsync).AllowAnonymous().WithTags("Tickets").WithName("HearOfTicket")
            .WithSummary("For ticket systems: something about a ticket has changed. The signature is the right to call").Produces(StatusCodes.Status202Accepted).Refuses(413);

    private static async Task<IResult> HearAsync(string system, HttpContext context, IEnumerable<ITicketHook> hooks, TicketWatch watch, TimeProvider clock, CancellationToken ct)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, ct);
        var call = new HookCall(name => context.Request.Headers.TryGetValue(name, out var values) && values.Count == 1 ? values.ToString() : null, body.ToArray());
        if (hooks.FirstOrDefault(hook => hook.System == system)?.Read(call, clock.GetUtcNow()) is not { } keys)
        {
            return TypedResults.Unauthorized();
        }

        foreach (var key in keys)
        {
            try
            {
                await watch.LookAtAsync(system, key, ct);
            }
            catch (Exception e) when (e is EffectFailedException or EffectPostponedException)
            {
                // The next round looks at all of them.
            }
        }

        return TypedResults.Accepted((string?)null);
    }
}
