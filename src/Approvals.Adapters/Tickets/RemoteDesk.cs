using System.Collections.Immutable;
using Approvals.App.Ports;
using Microsoft.Extensions.Logging;

namespace Approvals.Adapters.Tickets;

/// <summary>
/// One ticket for each key in a system of somebody else. What is tried is written to the ledger before the call. While an attempt may have succeeded, nothing
/// is created: the ticket is looked for, and when the system does not show it, the look-up is repeated once the attempt can not be under way any more and the
/// system's search has caught up (<see cref="RemotePace.SettleFor"/>). Only then it is created again.
/// </summary>
internal sealed class RemoteDesk(IRemoteTickets remote, ITicketLedger ledger, RemotePace pace, TimeProvider clock, ILogger<RemoteDesk> log) : ITicketDesk
{
    public string System => remote.System;

    public DeskHealth Health => pace.Health(clock.GetUtcNow());

    public async Task<DeskTicket> OpenAsync(TicketDraft draft, CancellationToken ct)
    {
        // Looked for even before the first attempt: a store that was restored from a backup remembers less than the system has.
        var entry = await ledger.FindAsync(draft.Key, ct) ?? new LedgerEntry { Key = draft.Key, System = System, State = LedgerState.Refused, TriedAtUtc = clock.GetUtcNow(), Draft = draft };
        return entry.State switch
        {
            LedgerState.Raised => entry.Ticket!,
            LedgerState.Withdrawn => throw new EffectFailedException($"This ticket was withdrawn before it was raised in {System}."),
            // Whatever was tried before is tried again as it was: a later draft may say more, but it is the same ticket.
            LedgerState.Trying or LedgerState.Refused => await FindAsync(entry, ct) ?? await CreateAsync(entry with { State = LedgerState.Trying, TriedAtUtc = clock.GetUtcNow() }, ct),
            _ => throw new global::System.Diagnostics.UnreachableException(entry.State.ToString()),
        };
    }

    public async Task<DeskTicket?> WithdrawAsync(TicketDraft draft, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var entry = await ledger.FindAsync(draft.Key, ct) ?? new LedgerEntry { Key = draft.Key, System = System, State = LedgerState.Refused, TriedAtUtc = now, Draft = draft };
        if (entry.State is LedgerState.Withdrawn or LedgerState.Raised)
        {
            return entry.Ticket;
        }

        if (entry is { State: LedgerState.Trying } && remote.IsRepeatSafe)
        {
            // It may be there, and nobody can tell: it counts as there, so that it is told that nobody wants it.
            return new DeskTicket(draft.Key, null);
        }

        if (await FindAsync(entry, ct) is { } found)
        {
            return found;
        }

        // From here on no attempt creates it: each would have to write over this entry.
        return await ledger.TryWriteAsync(entry with { State = LedgerState.Withdrawn }, ct) ? null : throw NotAlone();
    }

    public async Task RemarkAsync(DeskRemark remark, CancellationToken ct) => await AskAsync(async () =>
    {
        if (remote.IsRepeatSafe || !await remote.IsSaidAsync(remark.Ticket, remark.Key, ct))
        {
            await remote.RemarkAsync(remark, ct);
        }

        return true;
    });

    public Task<ImmutableArray<TicketLook>?> LookAsync(ImmutableArray<string> keys, CancellationToken ct) => AskAsync(() => remote.LookAsync(keys, ct));

    public Task<ImmutableArray<TicketRemark>> RemarksAsync(string key, CancellationToken ct) => AskAsync(() => remote.RemarksAsync(key, ct));

    /// <summary>Null: it is certain that there is none.</summary>
    private async Task<DeskTicket?> FindAsync(LedgerEntry entry, CancellationToken ct)
    {
        if (remote.IsRepeatSafe)
        {
            return null;
        }

        // The end of the wait is judged before the look-up: what it does not show by then is not there.
        var settlesAt = entry.TriedAtUtc + pace.SettleFor;
        var isSettled = entry.State != LedgerState.Trying || clock.GetUtcNow() >= settlesAt;
        if (await AskAsync(() => remote.FindAsync(entry.Draft!, ct)) is { } found)
        {
            log.TicketFound(System, entry.Key);
            await ledger.TryWriteAsync(entry with { State = LedgerState.Raised, Ticket = found, Draft = null }, ct);
            return found;
        }

        return isSettled ? null : throw new EffectPostponedException(
            $"An attempt at this ticket ended without an answer of {System}, and it does not show there yet. Before it is created again, it is looked for once more.",
            settlesAt - clock.GetUtcNow(), isSystemWide: false);
    }

    private async Task<DeskTicket> CreateAsync(LedgerEntry entry, CancellationToken ct)
    {
        pace.ThrowIfHeld(System, clock.GetUtcNow());
        if (!await ledger.TryWriteAsync(entry, ct))
        {
            throw NotAlone();
        }

        try
        {
            var created = await remote.CreateAsync(entry.Draft!, ct);
            pace.Succeeded();
            await RememberAsync(entry, LedgerState.Raised, created, ct);
            return created;
        }
        catch (RemoteException e)
        {
            if (e.Fault is RemoteFault.Away or RemoteFault.Busy or RemoteFault.Refused)
            {
                await RememberAsync(entry, LedgerState.Refused, null, ct);
            }

            throw pace.Translate(System, e, clock.GetUtcNow());
        }
    }

    // When it can not be written, the entry stays open, which is true too: the next attempt looks.
    private async Task RememberAsync(LedgerEntry entry, LedgerState state, DeskTicket? ticket, CancellationToken ct)
    {
        if (await ledger.FindAsync(entry.Key, ct) is { State: LedgerState.Trying } mine && mine.TriedAtUtc == entry.TriedAtUtc)
        {
            await ledger.TryWriteAsync(mine with { State = state, Ticket = ticket, Draft = ticket is null ? mine.Draft : null }, ct);
        }
    }

    private async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        pace.ThrowIfHeld(System, clock.GetUtcNow());
        try
        {
            var answer = await ask();
            pace.Succeeded();
            return answer;
        }
        catch (RemoteException e)
        {
            throw pace.Translate(System, e, clock.GetUtcNow());
        }
    }

    private EffectPostponedException NotAlone() =>
        new($"Another attempt at this ticket in {System} is under way.", pace.SettleFor, isSystemWide: false);
}
