using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Approvals.App.Advance;
using Approvals.App.Ports;
using Approvals.App.Streams;
using Approvals.Core.Requests;
using Microsoft.Extensions.Logging;

namespace Approvals.App.Tickets;

/// <summary>
/// Looks at raised tickets in their own systems and brings back how they stand and what was written on them. Looking is the truth: a call from a system only
/// says which ticket to look at first. What was seen becomes a command under an id of its own, so seeing it twice changes nothing.
/// </summary>
public sealed class TicketWatch(IIndexStore index, TicketDesks desks, RequestQueries queries, RequestService service, TimeProvider clock, ILogger<TicketWatch> log)
{
    private const int LongestRemark = 4_000;
    private const int MostRemembered = 100_000;

    // A new ticket may be missing in a system's lists for a while, and clocks differ.
    private static readonly TimeSpan Young = TimeSpan.FromMinutes(10);

    /// <summary>After this a solved ticket is taken for closed, and not looked at any more.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromDays(28);

    // Changes that were no news, so that they are not read again and again.
    private readonly ConcurrentDictionary<(string System, string Key), DateTimeOffset> seen = new();

    /// <summary>Looks at every ticket that may still change. A system that can not be asked now is asked the next time.</summary>
    public async Task SweepAsync(CancellationToken ct)
    {
        foreach (var desk in desks.All)
        {
            string? cursor = null;
            try
            {
                do
                {
                    var page = await index.ListAsync(Lists.Watched(desk.System), cursor, ITicketDesk.MaxLook, ct);
                    var tickets = page.Items.Select(row => JsonSerializer.Deserialize(row.Value.Span, ListJson.Default.WatchedTicket)!).ToImmutableArray();
                    if (!tickets.IsEmpty)
                    {
                        await LookAsync(desk, tickets, ct);
                    }

                    cursor = page.Next;
                }
                while (cursor is not null);
            }
            catch (Exception e) when (e is EffectFailedException or EffectPostponedException)
            {
                log.LookFailed(e, desk.System);
            }
        }
    }

    /// <summary>Looks at one ticket by the key it was raised under; one that is not ours is nothing to look at.</summary>
    public async Task LookAtAsync(string system, string key, CancellationToken ct)
    {
        var dash = key.IndexOf('-', StringComparison.Ordinal);
        if (dash > 0 && RequestId.TryParse(key[..dash], out var id) && desks.Of(system) is { } desk
            && (await queries.FindAsync(id, ct))?.Facts?.Tickets.FirstOrDefault(ticket => ticket.Template == key[(dash + 1)..] && ticket.System == system) is { } known)
        {
            await LookAsync(desk, [new WatchedTicket(id, known.Template, known.Key, known.Phase, known.SeenAtUtc)], ct);
        }
    }

    private async Task LookAsync(ITicketDesk desk, ImmutableArray<WatchedTicket> tickets, CancellationToken ct)
    {
        if (await desk.LookAsync([.. tickets.Select(ticket => ticket.Key)], ct) is not { } looks)
        {
            return;
        }

        var byKey = looks.ToDictionary(look => look.Key);
        if (looks.IsEmpty && tickets.Length > 5)
        {
            // Nobody deletes them all at once: it is the account that does not see them any more.
            log.NothingSeen(desk.System, tickets.Length);
            return;
        }

        foreach (var ticket in tickets)
        {
            await NoteAsync(desk, ticket, byKey.GetValueOrDefault(ticket.Key), ct);
        }
    }

    private async Task NoteAsync(ITicketDesk desk, WatchedTicket ticket, TicketLook? look, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (look is null)
        {
            if (now - ticket.SeenAtUtc > Young)
            {
                await MovedAsync(ticket, TicketPhase.Gone, now, ct);
            }

            return;
        }

        // Seen before, as it is now.
        if (look.Phase == ticket.Phase && seen.TryGetValue((desk.System, ticket.Key), out var at) && at == look.UpdatedAtUtc)
        {
            if (look.Phase == TicketPhase.Solved && now - look.UpdatedAtUtc > Rest)
            {
                await MovedAsync(ticket, TicketPhase.Closed, look.UpdatedAtUtc, ct);
            }

            return;
        }

        if (look.UpdatedAtUtc > ticket.SeenAtUtc - Young)
        {
            foreach (var remark in await desk.RemarksAsync(ticket.Key, ct))
            {
                var note = new Command.NoteRemark(ticket.Template, ticket.Key, remark.Id, remark.Author, Short(remark.Text), remark.SaidAtUtc) { At = default, CommandId = "", By = default };
                await service.NoteAsync(ticket.Request, note, $"remark-{ticket.Template}-{remark.Id}", ct);
            }
        }

        if (look.Phase != ticket.Phase)
        {
            await MovedAsync(ticket, look.Phase, look.UpdatedAtUtc, ct);
        }

        if (seen.Count >= MostRemembered)
        {
            seen.Clear();
        }

        seen[(desk.System, ticket.Key)] = look.UpdatedAtUtc;
    }

    // The other clock may be behind ours: what was seen later is not older for that.
    private async Task MovedAsync(WatchedTicket ticket, TicketPhase phase, DateTimeOffset atUtc, CancellationToken ct)
    {
        var at = atUtc > ticket.SeenAtUtc ? atUtc : ticket.SeenAtUtc;
        var note = new Command.NoteTicket(ticket.Template, ticket.Key, phase, at) { At = default, CommandId = "", By = default };
        await service.NoteAsync(ticket.Request, note, string.Create(CultureInfo.InvariantCulture, $"ticket-{ticket.Template}-{phase}-{at.UtcTicks}"), ct);
    }

    private static string Short(string text) => text.Length <= LongestRemark ? text : text[..LongestRemark] + "…";
}
