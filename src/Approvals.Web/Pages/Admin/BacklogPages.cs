using Approvals.App.Backlogs;
using Approvals.App.Ports;
using Approvals.Web.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Approvals.Web.Pages.Admin;

/// <param name="Titles">Of topics, by their ids.</param>
public sealed record BacklogModel(Backlog Backlog, IReadOnlyDictionary<string, string> Titles);

internal static class BacklogPages
{
    public const string Address = AdminPages.Address + "/backlog";

    /// <summary>More lines than these say nothing of where it piles up; the API has them all.</summary>
    public const int MostLines = 50;

    public static void MapBacklog(this IEndpointRouteBuilder routes) => routes.MapGet(Address, ShowAsync).RequireAuthorization(Policies.SeesEverything);

    private static async Task<IResult> ShowAsync(HttpContext context, BacklogReader reader, ICatalogue catalogue, PageFrame frame, CancellationToken ct)
    {
        var backlog = await reader.ReadAsync(ct);
        var page = await frame.OfAsync(context, backlog.People.Take(MostLines).Select(line => line.Person), ct);
        return Show.Page<BacklogPage>(page, new BacklogModel(backlog, catalogue.Topics.ToDictionary(topic => topic.Id, topic => topic.Title)));
    }
}
