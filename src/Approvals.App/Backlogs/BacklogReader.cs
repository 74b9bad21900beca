using System.Collections.Immutable;
using System.Text.Json;
using Approvals.App.Ports;
using Approvals.App.Streams;
using Approvals.Core.Requests;

namespace Approvals.App.Backlogs;

/// <summary>
/// Counts what waits, from the inboxes of everybody who was ever asked. Of each the longest waiting are read, at most <see cref="MostEach"/>, so the cost is that of the people,
/// however many requests wait.
/// </summary>
public sealed class BacklogReader(IIndexStore index, TimeProvider clock)
{
    public const int MostEach = 1000;

    public async Task<Backlog> ReadAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var isWhole = true;
        var people = new List<PersonBacklog>();
        var all = new List<InboxItem>();
        await foreach (var person in index.AskedAsync(ct))
        {
            var (items, isAll) = await InboxAsync(person, ct);
            isWhole &= isAll;
            if (items.Count > 0)
            {
                people.Add(new PersonBacklog(person, TallyOf(items.Select(item => new[] { item }), now)));
                all.AddRange(items);
            }
        }

        // However many are asked, a step of a request waits once.
        var steps = all.GroupBy(item => (item.Topic, item.StepName))
            .Select(step => new StepBacklog(step.Key.Topic, step.Key.StepName, TallyOf(step.GroupBy(item => (item.Id, item.Step)), now)));
        return new Backlog(
            all.DistinctBy(item => item.Id).Count(),
            all.Where(item => item.DueAtUtc < now).DistinctBy(item => item.Id).Count(),
            isWhole,
            Worst(steps, step => step.Tally),
            Worst(people, person => person.Tally));
    }

    private static ImmutableArray<T> Worst<T>(IEnumerable<T> lines, Func<T, Tally> tally) =>
        [.. lines.OrderByDescending(line => tally(line).Late).ThenBy(line => tally(line).Longest.AskedAtUtc)];

    /// <summary>Of what waits, each with everybody whom it waits for: as long as for the first who was asked, and late as soon as one of them is.</summary>
    private static Tally TallyOf(IEnumerable<IEnumerable<InboxItem>> waiting, DateTimeOffset now)
    {
        var ages = new int[Ages.Names.Length];
        var late = 0;
        InboxItem? longest = null;
        foreach (var asked in waiting)
        {
            var first = asked.MinBy(item => item.AskedAtUtc)!;
            ages[Ages.Of(now - first.AskedAtUtc)]++;
            late += asked.Any(item => item.DueAtUtc < now) ? 1 : 0;
            longest = longest is null || first.AskedAtUtc < longest.AskedAtUtc ? first : longest;
        }

        return new Tally(ages.Sum(), late, [.. ages], longest!);
    }

    private async Task<(List<InboxItem> Items, bool IsAll)> InboxAsync(EmailAddress person, CancellationToken ct)
    {
        var items = new List<InboxItem>();
        await foreach (var row in index.RowsAsync(Lists.Inbox(person), ct))
        {
            if (items.Count == MostEach)
            {
                return (items, false);
            }

            items.Add(JsonSerializer.Deserialize(row.Value.Span, ListJson.Default.InboxItem)!);
        }

        return (items, true);
    }
}
