using System.Collections.Immutable;
using System.Text;
using Approvals.App.Ports;
using Approvals.App.Streams;
using Approvals.Core.Audit;
using Approvals.Core.Effects;
using Approvals.Core.Requests;
using Xunit;

namespace App.Tests.Advance;

/// <summary>What must be so once everything has come to rest, whatever happened on the way there. Read from the store itself, past every process.</summary>
internal static class Truth
{
    private static readonly string[] Statuses = ["pending", "returned", "recalled", "approved", "completed", "rejected", "cancelled", "expired"];

    public static async Task HoldsAsync(Outside outside)
    {
        var all = new List<Loaded>();
        var streams = new RequestStreams(outside.Store, StateCache.None);
        foreach (var id in outside.Kept.Requests.Keys)
        {
            var loaded = (await streams.ReloadAsync(id, default))!;
            all.Add(loaded);
            await HistoryHoldsAsync(outside, loaded);
            await TicketsHoldAsync(outside, loaded);
        }

        MailsHold(outside, all);
        await DueRowsHoldAsync(outside, all);
        await ListsHoldAsync(outside, all);
        Assert.Empty(outside.Kept.Planned.Keys.Except(all.SelectMany(loaded => loaded.State.Facts!.Settled)));
    }

    private static async Task HistoryHoldsAsync(Outside outside, Loaded loaded)
    {
        var stream = (await outside.Store.LoadAsync(loaded.Id, default))!;
        Assert.True(HashChain.Verify(loaded.Id, stream.Events.Select(e => new ChainLink(e.Version, e.Bytes, e.Hash))).Intact);
        Assert.Empty(loaded.Outbox);
        Assert.Empty(loaded.State.Facts!.Abandoned);
        Assert.IsNotType<RequestState.Approved>(loaded.State);

        // No result is recorded twice, no decision of one person on one step either.
        var events = stream.Events.Select(e => EventJson.Read(e.Bytes.Span)).ToImmutableArray();
        var settled = events.Select(SettledBy).OfType<EffectId>().ToImmutableArray();
        Assert.Equal(settled.Distinct(), settled);
        var says = events.OfType<RequestEvent.StepApproved>().Select(e => (e.Round, e.Step, e.By)).ToImmutableArray();
        Assert.Equal(says.Distinct(), says);
    }

    private static EffectId? SettledBy(RequestEvent e) => e switch
    {
        RequestEvent.MailSent x => x.Effect,
        RequestEvent.MailUndeliverable x => x.Effect,
        RequestEvent.TicketRaised x => x.Effect,
        RequestEvent.EffectDropped x => x.Effect,
        RequestEvent.TicketTold x => x.Effect,
        _ => null,
    };

    private static async Task TicketsHoldAsync(Outside outside, Loaded loaded)
    {
        var request = loaded.State.Facts!;
        var raised = await outside.Desk.OfRequestAsync(loaded.Id, default);
        Assert.Equal(raised.Select(ticket => ticket.Draft.Template).Distinct().Order(), raised.Select(ticket => ticket.Draft.Template).Order());
        Assert.Equal(raised.Select(ticket => (ticket.Draft.Template, ticket.Key)).Order(), request.Tickets.Select(ticket => (ticket.Template, ticket.Key)).Order());
        // What was withdrawn before it was raised is raised no more.
        var dropped = Dropped(outside, loaded.Id).ToHashSet();
        Assert.All(request.Ordered.Where(order => dropped.Contains(order.Effect)), _ => Assert.IsType<RequestState.Closed>(loaded.State));
        Assert.Equal(request.Ordered.Where(order => !dropped.Contains(order.Effect)).Select(order => order.Template).Order(), request.Tickets.Select(ticket => ticket.Template).Order());
        Assert.Equal(loaded.State is RequestState.Closed { As: ClosedAs.Completed }, request.Tickets.Any(ticket => ticket.Template == Organisation.Work));
    }

    private static void MailsHold(Outside outside, List<Loaded> all)
    {
        var sent = outside.Mail.Sent.Select(mail => mail.Key).ToImmutableArray();
        Assert.Equal(sent.Distinct(), sent);
        // A digest belongs to no request.
        Assert.Empty(sent.Where(key => key.Version > 0).Except(outside.Kept.Planned.Keys));

        // What is recorded as sent is in the mailbox. (A mail that went out just before a crash may be recorded as overtaken after it.)
        Assert.All(all, loaded => Assert.Empty(loaded.State.Facts!.Settled
            .Except(sent).Except(loaded.State.Facts.Ordered.Select(order => order.Effect)).Except(Dropped(outside, loaded.Id)).Except(Told(outside, loaded.Id))));
    }

    private static IEnumerable<EffectId> Told(Outside outside, RequestId id) => outside.Store.LoadAsync(id, default).Result!.Events
        .Select(e => EventJson.Read(e.Bytes.Span)).OfType<RequestEvent.TicketTold>().Select(e => e.Effect);

    private static IEnumerable<EffectId> Dropped(Outside outside, RequestId id) => outside.Store.LoadAsync(id, default).Result!.Events
        .Select(e => EventJson.Read(e.Bytes.Span)).Select(e => e switch
        {
            RequestEvent.EffectDropped dropped => dropped.Effect,
            RequestEvent.MailUndeliverable nobody => nobody.Effect,
            _ => (EffectId?)null,
        }).OfType<EffectId>();

    private static async Task DueRowsHoldAsync(Outside outside, List<Loaded> all)
    {
        var rows = await ReadAsync((cursor, ct) => outside.Store.ListDueAsync(DateTimeOffset.MaxValue, cursor, Page.MaxSize, ct));
        var now = outside.Clock.GetUtcNow();
        var due = all.Where(loaded => RequestStreams.WakeAt(loaded, now) is not null).ToDictionary(loaded => loaded.Id, loaded => RequestStreams.WakeAt(loaded, now)!.Value);
        Assert.Equal(due.Keys.Order(), rows.Select(row => row.Id).Order());
        Assert.All(rows, row => Assert.True(row.DueAtUtc > now && row.DueAtUtc <= due[row.Id]));
    }

    /// <summary>The lists, written bit by bit, are what folding every stream would write.</summary>
    private static async Task ListsHoldAsync(Outside outside, List<Loaded> all)
    {
        var people = Organisation.Everybody.Concat(outside.Organisation.Crowd);
        string[] partitions =
        [
            Lists.All, Lists.Abandoned, Lists.Undelivered, Lists.Waiting(null), Lists.Watched("desk"), Lists.Topic(Organisation.Topic), .. Statuses.Select(Lists.Status), .. people.SelectMany(person => new[] { Lists.Requester(person), Lists.Inbox(person) }),
        ];
        var expected = all.SelectMany(loaded => Lists.Changes(RequestStreams.Nothing(loaded.Id), loaded, loaded.State.Facts!.ChangedAtUtc)).ToImmutableArray();
        var days = expected.Select(row => row.Partition).Where(partition => partition.StartsWith("changed:", StringComparison.Ordinal)).Distinct();
        Assert.Empty(expected.Select(row => row.Partition).Except([.. partitions, Lists.Asked, .. days]));
        foreach (var partition in partitions)
        {
            var rows = await ReadAsync((cursor, ct) => outside.Store.ListAsync(partition, cursor, Page.MaxSize, ct));
            Assert.Equal(
                expected.Where(row => row.Partition == partition).OrderBy(row => row.Key, StringComparer.Ordinal).Select(row => $"{row.Key} {Encoding.UTF8.GetString(row.Value!.Value.Span)}"),
                rows.Select(row => $"{row.Key} {Encoding.UTF8.GetString(row.Value.Span)}"));
        }

        // Whoever is asked is known by name; others were asked once.
        var asked = await ReadAsync((cursor, ct) => outside.Store.ListAsync(Lists.Asked, cursor, Page.MaxSize, ct));
        Assert.Empty(expected.Where(row => row.Partition == Lists.Asked).Select(row => row.Key).Except(asked.Select(row => row.Key)));

        // The last day on which a request changed knows its last version and hash.
        foreach (var row in expected.Where(row => days.Contains(row.Partition)))
        {
            var found = (await ReadAsync((cursor, ct) => outside.Store.ListAsync(row.Partition, cursor, Page.MaxSize, ct))).Single(other => other.Key == row.Key);
            Assert.Equal(row.Value!.Value.ToArray(), found.Value.ToArray());
        }
    }

    private static async Task<List<T>> ReadAsync<T>(Func<string?, CancellationToken, Task<Page<T>>> list)
    {
        var rows = new List<T>();
        string? cursor = null;
        do
        {
            var page = await list(cursor, default);
            rows.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null);

        return rows;
    }
}
