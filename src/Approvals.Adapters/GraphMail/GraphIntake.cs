using System.Security.Cryptography;
using System.Text;
using Approvals.Adapters.Channels;
using Approvals.App.Mail;
using Approvals.App.Ports;
using Microsoft.Extensions.Logging;

namespace Approvals.Adapters.GraphMail;

/// <summary>
/// Reads the inboxes by delta queries: what they list is the truth, whatever was or was not told. How far it got is noted after every page, guarded by what was
/// there before; who was overtaken stops. A mail may be handed in twice: <see cref="InboundMailService"/> knows it.
/// </summary>
internal sealed class GraphIntake(
    GraphMailboxes mailboxes, GraphSubscriptions subscriptions, InboundMailService inbound, INoteStore notes, TimeProvider clock, ILogger<GraphIntake> log) : IMailIntake, IDisposable
{
    private const string Area = "graph-read";
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMinutes(1);

    // What a desk that was moved, or lost its notes, may have missed: a long weekend.
    private static readonly TimeSpan LookBack = TimeSpan.FromDays(4);

    // Mails are dated by other clocks than ours, and appear late.
    private static readonly TimeSpan Overlap = TimeSpan.FromHours(1);

    // A link grows old: it is noted from time to time even though nothing came.
    private static readonly TimeSpan Refresh = TimeSpan.FromHours(6);

    private readonly SemaphoreSlim turn = new(1, 1);
    private int waiting;

    public async Task<int> CollectAsync(CancellationToken ct)
    {
        // Who waits already will see what this one would.
        if (Interlocked.CompareExchange(ref waiting, 1, 0) == 1)
        {
            return 0;
        }

        try
        {
            await turn.WaitAsync(ct);
        }
        finally
        {
            Volatile.Write(ref waiting, 0);
        }

        try
        {
            return await CollectAllAsync(ct);
        }
        finally
        {
            turn.Release();
        }
    }

    public Task WaitAsync(CancellationToken ct) => Task.Delay(BetweenLooks, clock, ct);

    public void Dispose() => turn.Dispose();

    private async Task<int> CollectAllAsync(CancellationToken ct)
    {
        var count = 0;
        MailIntakeException? failed = null;
        foreach (var mailbox in mailboxes.All)
        {
            // Before the inbox is read: what comes in between is told.
            await subscriptions.KeepAsync(mailbox, ct);
            try
            {
                count += await CollectAsync(mailbox, ct);
            }
            catch (GraphException e)
            {
                failed ??= new MailIntakeException(GraphWords.Explain(e, mailbox.Address), e.Wait, e);
            }
        }

        return failed is null ? count : throw failed;
    }

    private async Task<int> CollectAsync(GraphMailbox mailbox, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(mailbox.Address.Value)));
        var note = await notes.FindAsync(Area, name, ct);
        var place = note is null ? new PlaceNote(null, now - LookBack, null, IsFirst: true) : PlaceNote.Read(note.Value);
        for (var count = 0; ;)
        {
            var from = place.RoundFromUtc ?? now;
            if (await PageAsync(mailbox, place.Link, ct) is not { } page)
            {
                log.Resync(place.ReadUpToUtc);
                place = new PlaceNote(null, place.ReadUpToUtc, now, IsFirst: true);
                continue;
            }

            foreach (var arrival in page.Arrivals.Where(arrival => !place.IsFirst || arrival.AtUtc is null || arrival.AtUtc >= place.ReadUpToUtc))
            {
                count += await HandInAsync(mailbox, arrival, ct) ? 1 : 0;
            }

            var isNews = page.Next is not null || page.Arrivals.Count > 0 || place.IsFirst || from - place.ReadUpToUtc > Refresh;
            place = page.Next is { } next
                ? place with { Link = next, RoundFromUtc = from }
                : new PlaceNote(page.Delta, from - Overlap, null, IsFirst: false);
            if (!isNews || !await notes.TryPutAsync(Area, name, place.Write(), note, ct) || page.Next is null)
            {
                return count;
            }

            note = await notes.FindAsync(Area, name, ct);
        }
    }

    /// <summary>Null: Graph does not know any more where that was.</summary>
    private static async Task<DeltaPage?> PageAsync(GraphMailbox mailbox, string? link, CancellationToken ct)
    {
        try
        {
            return await mailbox.DeltaAsync(link, ct);
        }
        catch (GraphException e) when (link is not null && (e.Status == System.Net.HttpStatusCode.Gone || string.Equals(e.Code, "syncStateNotFound", StringComparison.OrdinalIgnoreCase)))
        {
            return null;
        }
    }

    private async Task<bool> HandInAsync(GraphMailbox mailbox, Arrival arrival, CancellationToken ct)
    {
        if (await mailbox.ReadAsync(arrival.Id, ct) is not { } bytes)
        {
            log.MailGone(arrival.Id);
            return false;
        }

        await inbound.HandInAsync(bytes, arrival.Id, log, ct);
        return true;
    }
}
