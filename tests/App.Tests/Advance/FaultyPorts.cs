using System.Collections.Concurrent;
using System.Collections.Immutable;
using Approvals.App.Ports;
using Approvals.Core.Chains;
using Approvals.Core.Requests;

namespace App.Tests.Advance;

internal sealed class FaultyStore(IRequestStore store, Faults faults) : IRequestStore
{
    /// <summary>What happens between load and append: other writers.</summary>
    public Func<Append, Task> BeforeAppend { get; set; } = _ => Task.CompletedTask;

    public int Appends { get; private set; }

    public Task<StoredStream?> LoadAsync(RequestId id, CancellationToken ct) => faults.CallAsync("store", () => store.LoadAsync(id, ct));

    public Task<StoredCommand?> FindCommandAsync(RequestId id, string commandId, CancellationToken ct) => faults.CallAsync("store", () => store.FindCommandAsync(id, commandId, ct));

    public async Task<AppendResult> AppendAsync(Append append, CancellationToken ct)
    {
        Appends++;
        await BeforeAppend(append);
        return await faults.CallAsync("append", () => store.AppendAsync(append, ct), () => new AppendResult.Conflict());
    }

    public Task<Page<DueRequest>> ListDueAsync(DateTimeOffset upToUtc, string? cursor, int limit, CancellationToken ct) =>
        faults.CallAsync("store", () => store.ListDueAsync(upToUtc, cursor, limit, ct));
}

internal sealed class FaultyClaims(IClaimStore claims, Faults faults) : IClaimStore
{
    public Task<StoredClaim?> FindAsync(string key, CancellationToken ct) => faults.CallAsync("claims", () => claims.FindAsync(key, ct));

    public Task<bool> PutAsync(string key, RequestId holder, DateTimeOffset atUtc, StoredClaim? seen, CancellationToken ct) =>
        faults.CallAsync("claims", () => claims.PutAsync(key, holder, atUtc, seen, ct));
}

internal sealed class FaultyMailer(IMailer mailer, Faults faults) : IMailer
{
    public Task<string> SendAsync(OutgoingMail mail, CancellationToken ct) => faults.CallAsync(
        "mailer", () => faults.Nobody.Contains(mail.To) ? throw new UndeliverableException("550 5.1.1 no such person") : mailer.SendAsync(mail, ct));
}

internal sealed class FaultyDesk(ITicketDesk desk, Faults faults) : ITicketDesk
{
    public string System => desk.System;

    public Task<DeskTicket> OpenAsync(TicketDraft draft, CancellationToken ct) => faults.CallAsync("desk", () => desk.OpenAsync(draft, ct));

    public Task<DeskTicket?> WithdrawAsync(TicketDraft draft, CancellationToken ct) => faults.CallAsync("desk", () => desk.WithdrawAsync(draft, ct));

    public Task RemarkAsync(DeskRemark remark, CancellationToken ct) => faults.CallAsync("desk", async () =>
    {
        await desk.RemarkAsync(remark, ct);
        return true;
    });

    public Task<ImmutableArray<TicketLook>?> LookAsync(ImmutableArray<string> keys, CancellationToken ct) => faults.CallAsync("desk", () => desk.LookAsync(keys, ct));

    public Task<ImmutableArray<TicketRemark>> RemarksAsync(string key, CancellationToken ct) => faults.CallAsync("desk", () => desk.RemarksAsync(key, ct));
}

internal sealed class FaultyDirectory(IDirectory directory, Faults faults) : IDirectory
{
    public async ValueTask<Person?> FindAsync(EmailAddress mail, CancellationToken ct) => await faults.CallAsync("directory", () => directory.FindAsync(mail, ct).AsTask());

    public async ValueTask<RoleHolders> HoldersAsync(RoleRef role, CancellationToken ct) => await faults.CallAsync("directory", () => directory.HoldersAsync(role, ct).AsTask());

    public async ValueTask<ImmutableArray<Person>> OwnersAsync(CancellationToken ct) => await faults.CallAsync("directory", () => directory.OwnersAsync(ct).AsTask());
}

/// <summary>Wakes that last as long as their process.</summary>
internal sealed class FaultyWake(Faults faults) : IWake
{
    public ConcurrentQueue<RequestId> Woken { get; } = new();

    /// <summary>Every wake is lost.</summary>
    public bool IsDeaf { get; set; }

    public void Wake(RequestId id) => faults.Call("wake", () =>
    {
        if (!IsDeaf && !Woken.Contains(id))
        {
            Woken.Enqueue(id);
        }
    });
}
