using Approvals.App.Advance;
using Approvals.App.Ports;

namespace Web.Tests.Api;

/// <summary>Advances what is due when it is told to, and never by itself: tests see each state as long as they like.</summary>
internal sealed class Worker(IRequestStore store, Advancer advancer, TimeProvider clock) : IAdvanceControl
{
    public async Task DrainAsync(CancellationToken ct)
    {
        while ((await store.ListDueAsync(clock.GetUtcNow(), null, Page.MaxSize, ct)).Items is { IsEmpty: false } due)
        {
            foreach (var one in due)
            {
                await advancer.AdvanceAsync(one.Id, ct);
            }
        }
    }
}
