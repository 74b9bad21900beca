using System.Collections.Immutable;
using Approvals.Adapters.Tickets;
using Approvals.App.Ports;

namespace Tickets.Tests.Exactly;

internal sealed class KilledException() : Exception("The process was killed.");

/// <summary>One process: it dies before or after one of its calls, and nothing of it reaches the outside afterwards.</summary>
internal sealed class Life(int killAt, bool after)
{
    private int calls;

    public int Calls => calls;
    public bool IsOver { get; private set; }

    public async Task<T> LiveAsync<T>(Func<Task<T>> call)
    {
        if (IsOver)
        {
            throw new KilledException();
        }

        var mine = Interlocked.Increment(ref calls) == killAt;
        if (mine && !after)
        {
            throw Die();
        }

        var answer = await call();
        return mine ? throw Die() : answer;
    }

    private KilledException Die()
    {
        IsOver = true;
        return new KilledException();
    }
}

internal sealed class MortalLedger(ITicketLedger ledger, Life life) : ITicketLedger
{
    public Task<LedgerEntry?> FindAsync(string key, CancellationToken ct) => life.LiveAsync(() => ledger.FindAsync(key, ct));

    public Task<bool> TryWriteAsync(LedgerEntry entry, CancellationToken ct) => life.LiveAsync(() => ledger.TryWriteAsync(entry, ct));

    public Task<Page<LedgerEntry>> ListAsync(string? cursor, int limit, CancellationToken ct) => ledger.ListAsync(cursor, limit, ct);
}

internal sealed class MortalRemote(IRemoteTickets remote, Life life) : IRemoteTickets
{
    public string System => remote.System;

    public Task<DeskTicket> CreateAsync(TicketDraft draft, CancellationToken ct) => life.LiveAsync(() => remote.CreateAsync(draft, ct));

    public Task<DeskTicket?> FindAsync(TicketDraft draft, CancellationToken ct) => life.LiveAsync(() => remote.FindAsync(draft, ct));

    public Task<bool> IsSaidAsync(string ticket, string marker, CancellationToken ct) => life.LiveAsync(() => remote.IsSaidAsync(ticket, marker, ct));

    public Task RemarkAsync(DeskRemark remark, CancellationToken ct) => life.LiveAsync(async () =>
    {
        await remote.RemarkAsync(remark, ct);
        return true;
    });

    public Task<ImmutableArray<TicketLook>?> LookAsync(ImmutableArray<string> keys, CancellationToken ct) => remote.LookAsync(keys, ct);

    public Task<ImmutableArray<TicketRemark>> RemarksAsync(string key, CancellationToken ct) => remote.RemarksAsync(key, ct);
}
