using Approvals.App.Ports;
using Approvals.App.Tickets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Approvals.Web.Hosting;

/// <param name="Status"><c>live</c>, <c>ready</c> or <c>not-ready</c>.</param>
/// <param name="Reasons">What is missing; when ready, what waits.</param>
internal sealed record Health(string Status, IReadOnlyList<string> Reasons);

internal static class HealthEndpoints
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var health = routes.MapGroup("/health").AllowAnonymous().DisableRateLimiting().WithTags("Health");
        health.MapGet("/live", () => TypedResults.Ok(new Health("live", []))).WithName("Live").WithSummary("The process answers");
        health.MapGet("/ready", ReadyAsync).WithName("Ready").WithSummary("The storage answers and the catalogue is loaded");
    }

    private static async Task<Results<Ok<Health>, JsonHttpResult<Health>>> ReadyAsync(IRequestStore store, ICatalogue catalogue, TicketOverview tickets, CancellationToken ct)
    {
        var reasons = new List<string>();
        if (catalogue.Topics.IsDefaultOrEmpty)
        {
            reasons.Add("The catalogue has no topic.");
        }

        try
        {
            await store.ListDueAsync(DateTimeOffset.UnixEpoch, null, 1, ct).WaitAsync(Patience, ct);
        }
        catch (Exception e) when (e is StoreUnavailableException or TimeoutException)
        {
            reasons.Add("The storage does not answer.");
        }

        // People can still be served while a ticket system is away: it is told, and takes no server out of service.
        return reasons.Count == 0
            ? TypedResults.Ok(new Health("ready", [.. tickets.Standings.Where(desk => !desk.IsFine).Select(desk => $"Tickets for {desk.System} wait: its circuit is {desk.Health.Circuit}.")]))
            : TypedResults.Json(new Health("not-ready", reasons), statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
