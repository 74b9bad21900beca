using System.Collections.Immutable;
using Approvals.App.Advance;
using Approvals.App.Ports;

namespace Approvals.Functions.Alarm;

/// <summary>
/// For whoever moves the clock by hand, in Development: Durable's timers run by the machine's clock, so what comes due by the product's is done here.
/// </summary>
internal sealed class DurableDrain(IRequestStore store, Advancer advancer, TimeProvider clock) : IAdvanceControl
{
    public async Task DrainAsync(CancellationToken ct)
    {
        var before = ImmutableArray<DueRequest>.Empty;
        while (true)
        {
            var due = await store.ListDueAsync(clock.GetUtcNow(), null, Page.MaxSize, ct);
            // What is still due after it was worked on waits for the storage or for a person: doing it again changes nothing.
            if (due.Items.IsEmpty || due.Items.SequenceEqual(before))
            {
                return;
            }

            before = due.Items;
            foreach (var request in due.Items)
            {
                await advancer.AdvanceAsync(request.Id, ct);
            }
        }
    }
}
