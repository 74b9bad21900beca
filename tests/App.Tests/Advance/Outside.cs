using System.Collections.Concurrent;
using Approvals.Adapters.Memory;
using Approvals.App.Mail;
using Approvals.App.Ports;
using Approvals.App.Streams;
using Approvals.Core.Effects;
using Approvals.Core.Requests;
using Microsoft.Extensions.Time.Testing;

namespace App.Tests.Advance;

/// <summary>Everything that outlives a process: the store, the mailbox, the desk, the people, the clock.</summary>
internal sealed class Outside
{
    public static readonly DateTimeOffset Start = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);
    private static readonly MailOptions Options = new(EmailAddress.Parse("approvals@example.com"), "mx.approvals.test", new Uri("https://desk.example.com/"));

    public Outside(Organisation? organisation = null)
    {
        Organisation = organisation ?? new Organisation();
        Kept = new KeptStore(Store);
        Mail = new MemoryMail(Options, Clock);
        Desk = new MemoryTicketDesk(Options, Clock);
    }

    public static MailOptions MailOptions => Options;
    public Organisation Organisation { get; }
    public PromptClock Clock { get; } = new();
    public MemoryStore Store { get; } = new();

    /// <summary>The same store, taking notes of what was planned.</summary>
    public KeptStore Kept { get; }
    public MemoryDelegations Delegations { get; } = new();
    public MemoryClaims Claims { get; } = new();
    public MemoryNotes Notes { get; } = new();
    public MemoryMail Mail { get; }
    public MemoryTicketDesk Desk { get; }

    /// <summary>A server starts, on what the last one left.</summary>
    public ServerProcess Boot(int cached = 100) => new(this, cached);

    /// <summary>What the store has, past every process and cache.</summary>
    public async Task<Loaded> LoadAsync(RequestId id) => (await new RequestStreams(Store, StateCache.None).ReloadAsync(id, default))!;

    public async Task<Request> RequestAsync(RequestId id) => (await LoadAsync(id)).State.Facts!;

    /// <summary>Notes the id of every effect that was ever put into an outbox, and of every request.</summary>
    internal sealed class KeptStore(MemoryStore store) : IRequestStore
    {
        public ConcurrentDictionary<EffectId, bool> Planned { get; } = new();

        public ConcurrentDictionary<RequestId, bool> Requests { get; } = new();

        public Task<StoredStream?> LoadAsync(RequestId id, CancellationToken ct) => store.LoadAsync(id, ct);

        public Task<StoredCommand?> FindCommandAsync(RequestId id, string commandId, CancellationToken ct) => store.FindCommandAsync(id, commandId, ct);

        public async Task<AppendResult> AppendAsync(Append append, CancellationToken ct)
        {
            var result = await store.AppendAsync(append, ct);
            if (result is AppendResult.Appended)
            {
                Requests[append.Id] = true;
                foreach (var row in append.Outbox)
                {
                    Planned[row.Id] = true;
                }
            }

            return result;
        }

        public Task<Page<DueRequest>> ListDueAsync(DateTimeOffset upToUtc, string? cursor, int limit, CancellationToken ct) => store.ListDueAsync(upToUtc, cursor, limit, ct);
    }

    /// <summary>Stands still until it is moved. Whoever waits a moment before the next try has waited it.</summary>
    internal sealed class PromptClock : FakeTimeProvider
    {
        public PromptClock() : base(Outside.Start) { }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            callback(state);
            return base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}
