using Approvals.App.Backlogs;
using Approvals.Core.Requests;
using Approvals.Web.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Approvals.Web.Api;

/// <param name="Requests">How many wait for somebody's answer.</param>
/// <param name="Late">How many of them past the time of a step.</param>
/// <param name="Complete">False: somebody has more than 1000 waiting, so all numbers are "at least".</param>
internal sealed record BacklogView(DateTimeOffset AtUtc, int Requests, int Late, bool Complete, IReadOnlyList<StepBacklogView> Steps, IReadOnlyList<PersonBacklogView> People);

internal sealed record StepBacklogView(string Topic, string Step, int Waiting, int Late, AgesView ByAge, LongestView Longest);

internal sealed record PersonBacklogView(EmailAddress Person, int Waiting, int Late, AgesView ByAge, LongestView Longest);

/// <summary>How many wait how long; what waits three days exactly is in <c>from3To7Days</c>.</summary>
internal sealed record AgesView(int Under1Day, int From1To3Days, int From3To7Days, int Over7Days);

internal sealed record LongestView(RequestId RequestId, int Step, string Title, DateTimeOffset AskedAtUtc, DateTimeOffset DueAtUtc);

internal static class BacklogEndpoints
{
    public static void MapBacklog(this IEndpointRouteBuilder api) =>
        api.MapGet("/admin/backlog", BacklogAsync).WithTags("Administration").RequireAuthorization(Policies.SeesEverything).WithName("GetBacklog")
            .WithSummary("What waits for people: by step and by person, how much, how long and how much of it is late; the most late first").Answers<BacklogView>();

    private static async Task<IResult> BacklogAsync(BacklogReader reader, TimeProvider clock, CancellationToken ct)
    {
        var backlog = await reader.ReadAsync(ct);
        return TypedResults.Ok(new BacklogView(
            clock.GetUtcNow(), backlog.Requests, backlog.Late, backlog.IsWhole,
            [.. backlog.Steps.Select(line => new StepBacklogView(line.Topic, line.Step, line.Tally.Waiting, line.Tally.Late, AgesOf(line.Tally), LongestOf(line.Tally)))],
            [.. backlog.People.Select(line => new PersonBacklogView(line.Person, line.Tally.Waiting, line.Tally.Late, AgesOf(line.Tally), LongestOf(line.Tally)))]));

        static AgesView AgesOf(Tally tally) => new(tally.ByAge[0], tally.ByAge[1], tally.ByAge[2], tally.ByAge[3]);
        static LongestView LongestOf(Tally tally) => new(tally.Longest.Id, tally.Longest.Step, tally.Longest.Title, tally.Longest.AskedAtUtc, tally.Longest.DueAtUtc);
    }
}
