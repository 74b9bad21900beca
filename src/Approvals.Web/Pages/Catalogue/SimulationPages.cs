using Approvals.Web.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Approvals.Web.Pages.Catalogue;

/// <summary>A simulation is begun by a form, runs beside the desk's work, and is looked at until it is done.</summary>
internal static class SimulationPages
{
    public static void MapSimulation(this IEndpointRouteBuilder pages)
    {
        pages.MapPost("/proposals/{id}/simulation", BeginAsync).RequireAuthorization(Policies.Administrator);
        pages.MapGet("/proposals/{id}/simulation", ShowAsync);
        pages.MapGet("/proposals/{id}/simulation.json", JsonAsync);
    }

    private static async Task<IResult> BeginAsync(string id, HttpContext context, Proposals proposals, PageFrame frame, CancellationToken ct) =>
        proposals.Find(id) is { } proposal && proposals.Simulate(proposal)
            ? Show.SeeOther($"/administration/catalogue/proposals/{id}/simulation")
            : await CataloguePages.GoneAsync(context, frame, ct);

    private static async Task<IResult> ShowAsync(string id, HttpContext context, Proposals proposals, PageFrame frame, CancellationToken ct)
    {
        if (proposals.Find(id) is not { } proposal)
        {
            return await CataloguePages.GoneAsync(context, frame, ct);
        }

        var model = proposal.Simulation switch
        {
            null => new SimulationModel(id, null, null, null),
            { IsCompletedSuccessfully: true } done => new SimulationModel(id, 100, await done, null),
            { IsCompleted: true } => new SimulationModel(id, 100, null, "The trail could not be read to its end. Upload the files again to try once more."),
            _ => new SimulationModel(id, (int)(proposal.Done * 100), null, null),
        };
        if (model is { Percent: < 100 } or { Percent: 100, Result: null, Failure: null })
        {
            // Looks again by itself, with and without scripts.
            context.Response.Headers["Refresh"] = "1";
        }

        return Show.Page<SimulationPage>(await frame.OfAsync(context, [], ct), model);
    }

    private static async Task<IResult> JsonAsync(string id, HttpContext context, Proposals proposals, PageFrame frame, CancellationToken ct) =>
        proposals.Find(id)?.Simulation is { IsCompletedSuccessfully: true } done
            ? Results.Text((await done).ToJson(), "application/json")
            : await CataloguePages.GoneAsync(context, frame, ct);
}
