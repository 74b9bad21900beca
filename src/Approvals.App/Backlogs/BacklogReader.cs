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
        var whole = true;
        var people = ImmutableArray.CreateBuilder<PersonBacklog>();
        var waiting = new Dictionary<(RequestId, int), InboxItem>();
        await foreach (var person in index.AskedAsync(ct))
        {
            var (items, isAll) = await InboxAsync(person, ct);
            whole &= isAll;
            if (items.Count > 0)
            {
                people.Add(new PersonBacklog(person, HeapOf(items, now)));
            }

            foreach (var item in items)
            {
                // Whoever was asked first, and not who was asked above them since, says how long the step waits.
                if (!waiting.TryGetValue((item.Id, item.Step), out var other) || item.AskedAtUtc < other.AskedAtUtc)
                {
                    waiting[(item.Id, item.Step)] = item;
                }
            }
        }

        var steps = waiting.Values.GroupBy(item => (item.Topic, item.StepName)).Select(step => new StepBacklog(step.Key.Topic, step.Key.StepName, HeapOf([.. step], now)));
        return new Backlog(
            waiting.Keys.Select(key => key.Item1).Distinct().Count(),
            waiting.Values.Where(item => item.DueAtUtc < now).Select(item => item.Id).Distinct().Count(),
            whole,
            Worst(steps, step => step.Heap),
            Worst(people, person => person.Heap));
    }

    private static ImmutableArray<T> Worst<T>(IEnumerable<T> all, Func<T, Heap> heap) =>
        [.. all.OrderByDescending(one => heap(one).Late).ThenBy(one => heap(one).Longest.AskedAtUtc)];

    private static Heap HeapOf(List<InboxItem> items, DateTimeOffset now)
    {
        var ages = new int[Ages.Names.Length];
        foreach (var item in items)
        {
            ages[Ages.Of(now - item.AskedAtUtc)]++;
        }

        return new Heap(items.Count, items.Count(item => item.DueAtUtc < now), [.. ages], items.MinBy(item => item.AskedAtUtc)!);
    }

    private async Task<(List<InboxItem> Items, bool IsAll)> InboxAsync(EmailAddress person, CancellationToken ct)
    {
        var items = new List<InboxItem>();
        string? cursor = null;
        do
        {
            var page = await index.ListAsync(Lists.Inbox(person), cursor, Page.MaxSize, ct);
            items.AddRange(page.Items.Select(row => JsonSerializer.Deserialize(row.Value.Span, ListJson.Default.InboxItem)!));
            cursor = page.Next;
        }
        while (cursor is not null && items.Count < MostEach);
        return (items, cursor is null);
    }
}
