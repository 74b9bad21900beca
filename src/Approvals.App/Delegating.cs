using System.Collections.Immutable;
using Approvals.App.Ports;
using Approvals.App.Topics;
using Approvals.App.Watching;
using Approvals.Core.Chains;
using Approvals.Core.Requests;

namespace Approvals.App;

/// <summary>Dated stand-ins: who gives them, who ends them, and which requests must be looked at for it.</summary>
public sealed class Delegating(IDelegationStore store, IDirectory directory, IIndexStore index, IWake wake, TimeProvider clock)
{
    // A loop of more people than this is none that anybody made by mistake.
    private const int LongestLoop = 8;

    /// <summary>The same with its delegate under the one address that the directory knows them by.</summary>
    public async Task<Delegation> KnownAsync(Delegation delegation, CancellationToken ct) =>
        delegation with { Delegate = await directory.AddressOfAsync(delegation.Delegate, ct) };

    /// <summary>
    /// Gives or changes a delegation, as <see cref="KnownAsync"/> has it. What is wrong with it, by member; empty: it is given, and every request it matters to is looked at now.
    /// </summary>
    public async Task<ImmutableArray<(string Member, string Message)>> GiveAsync(Delegation delegation, CancellationToken ct)
    {
        delegation = await KnownAsync(delegation, ct);
        if (await WhyNotAsync(delegation, ct) is { } why)
        {
            return [why];
        }

        // Also those who were stood in by until now.
        var before = await store.ListFromAsync(delegation.Delegator, ct);
        await store.PutAsync(delegation, ct);
        await Concerned.WakeAsync(delegation.Delegator, before.Add(delegation), index, wake, ct);
        return [];
    }

    /// <summary>False when the delegator gave none of this id.</summary>
    public async Task<bool> EndAsync(EmailAddress delegator, string id, CancellationToken ct)
    {
        var before = await store.ListFromAsync(delegator, ct);
        if (!await store.DeleteAsync(delegator, id, ct))
        {
            return false;
        }

        await Concerned.WakeAsync(delegator, before, index, wake, ct);
        return true;
    }

    private async Task<(string Member, string Message)?> WhyNotAsync(Delegation delegation, CancellationToken ct)
    {
        if (delegation.Delegate.IsSamePersonAs(delegation.Delegator))
        {
            return ("to", "Choose somebody else than yourself.");
        }

        if (await directory.FindAsync(delegation.Delegate, ct) is not { Active: true })
        {
            return ("to", "The directory knows nobody of this address who is still here.");
        }

        if (delegation.UntilUtc <= delegation.FromUtc)
        {
            return ("until", "This must be later than from.");
        }

        if (delegation.UntilUtc <= clock.GetUtcNow())
        {
            return ("until", "This is over already.");
        }

        return await LoopAsync(delegation, ct) is { } last
            ? ("to", $"It would go round in a circle: in that time {last} is stood in for by you. Choose somebody else, or other days.")
            : null;
    }

    // Delegations do not chain; but where each is away and named the other, nobody would be left to answer.
    private async Task<EmailAddress?> LoopAsync(Delegation delegation, CancellationToken ct)
    {
        var seen = new HashSet<EmailAddress> { delegation.Delegator };
        var next = new Queue<EmailAddress>([delegation.Delegate]);
        while (next.TryDequeue(out var person) && seen.Count <= LongestLoop)
        {
            if (!seen.Add(person))
            {
                continue;
            }

            foreach (var further in (await store.ListFromAsync(person, ct)).Where(other => other.FromUtc < delegation.UntilUtc && delegation.FromUtc < other.UntilUtc))
            {
                if (further.Delegate.IsSamePersonAs(delegation.Delegator))
                {
                    return person;
                }

                next.Enqueue(further.Delegate);
            }
        }

        return null;
    }
}
