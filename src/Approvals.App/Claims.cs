using System.Collections.Immutable;
using Approvals.App.Ports;
using Approvals.App.Streams;
using Approvals.Core.Requests;

namespace Approvals.App;

/// <summary>
/// Keeps unique what must be: before a request is approved it takes its claims, and it is not approved without them.
/// <para>
/// A claim lies outside the request's stream, so the two can not be written at once. It is safe all the same. Who approves first reads its own
/// stream, then writes the claim (again, if it has it), then appends to the version it read. Who finds another holder that is not approved (it
/// crashed, was refused since, or is just being approved) appends a note to that holder's stream before taking the claim: an approval that was
/// under way decided on the version before the note, so it fails and starts again, and then finds the claim gone. And if it had started again
/// before the claim was taken, it has written the claim again, so that the taking fails.
/// </para>
/// </summary>
public sealed class Claims(IClaimStore store, RequestStreams streams, TimeProvider clock)
{
    private const int Attempts = 8;

    /// <summary>A request that claims and is not there yet is being submitted. After this time it is taken for lost, and nothing is submitted later than half of it after its claim.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(5);

    /// <summary>Those of the claims that an approved request holds, with that request.</summary>
    public async Task<ImmutableDictionary<string, RequestId>> TakenAsync(ImmutableArray<UniqueClaim> claims, CancellationToken ct)
    {
        var taken = ImmutableDictionary.CreateBuilder<string, RequestId>();
        foreach (var claim in claims)
        {
            if (await store.FindAsync(claim.Key, ct) is { } held && await streams.LoadAsync(held.Holder, ct) is { } holder && IsApproved(holder.State))
            {
                taken[claim.Key] = held.Holder;
            }
        }

        return taken.ToImmutable();
    }

    /// <summary>Whether this step of a request must not be taken without its claims.</summary>
    public static bool AreNeeded(RequestState before, RequestState after) =>
        !IsApproved(before) && IsApproved(after) && !after.Facts!.Policy.Unique.IsEmpty;

    /// <summary>Takes the claims of a request that was read before. Null: it holds them now; else the rule and the approved request that stand against it.</summary>
    public async Task<Refusal.NotUnique?> TakeAsync(RequestId id, ImmutableArray<UniqueClaim> claims, CancellationToken ct)
    {
        foreach (var claim in claims)
        {
            if (await TakeAsync(id, claim, ct) is { } holder)
            {
                return new Refusal.NotUnique(claim.Rule, holder);
            }
        }

        return null;
    }

    /// <summary>For an append of a stream that is new: too late, and the claim may be taken for lost.</summary>
    public void ThrowIfTooLate(DateTimeOffset takenAtUtc)
    {
        if (clock.GetUtcNow() - takenAtUtc > Grace / 2)
        {
            throw new StoreUnavailableException("The storage was too slow to keep this request unique. Nothing was submitted; try again.");
        }
    }

    private async Task<RequestId?> TakeAsync(RequestId id, UniqueClaim claim, CancellationToken ct)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var seen = await store.FindAsync(claim.Key, ct);
            if (seen is not null && seen.Holder != id && await PassAsync(id, seen, ct) is { } answer)
            {
                if (answer == Standing.Approved)
                {
                    return seen.Holder;
                }

                continue;
            }

            if (await store.PutAsync(claim.Key, id, clock.GetUtcNow(), seen, ct))
            {
                return null;
            }
        }

        throw new StoreUnavailableException("Several requests of which one can be approved are being decided at once. Nothing was changed; try again.");
    }

    /// <summary>Null: the holder can not be approved on what it has read, so the claim may be taken.</summary>
    private async Task<Standing?> PassAsync(RequestId id, StoredClaim seen, CancellationToken ct)
    {
        var holder = await streams.ReloadAsync(seen.Holder, ct);
        switch (holder?.State)
        {
            case null when clock.GetUtcNow() - seen.AtUtc < Grace:
                throw new StoreUnavailableException("Another request, of which only one can be approved, is being submitted at this moment. Nothing was changed; try again in a few minutes.");
            case null or RequestState.Closed { As: not ClosedAs.Completed }:
                return null;
            case var state when IsApproved(state):
                return Standing.Approved;
            default:
                return await FenceAsync(id, holder, ct) ? null : Standing.Moved;
        }
    }

    private async Task<bool> FenceAsync(RequestId id, Loaded holder, CancellationToken ct)
    {
        var note = new Command.Comment($"Request {id} is being approved, and only one of the two can be.")
        {
            At = clock.GetUtcNow(),
            CommandId = $"claim-{id}-{holder.Version}",
            By = Actor.System,
        };
        return Decider.Decide(holder.State, note) is Outcome.Accepted { Events: { IsEmpty: false } events }
            && await streams.AppendAsync(holder, Decided.On(holder.State, events), null, OutboxChange.None, ct) is not null;
    }

    /// <summary>Whether the request holds its claims for good.</summary>
    internal static bool IsApproved(RequestState state) => state is RequestState.Approved or RequestState.Closed { As: ClosedAs.Completed };

    private enum Standing { Approved, Moved }
}
