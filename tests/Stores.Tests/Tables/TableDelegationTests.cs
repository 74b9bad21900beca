using Approvals.Adapters.Tables;
using Approvals.Core.Chains;
using Approvals.Core.Requests;
using Microsoft.Extensions.Time.Testing;
using Stores.Tests.Contract;
using Xunit;

namespace Stores.Tests.Tables;

/// <summary>Delegations are kept in memory, and all the same what another server changes counts soon.</summary>
public sealed class TableDelegationTests(Emulator emulator)
{
    private static readonly EmailAddress Ann = EmailAddress.Parse("ann@example.com");
    private static readonly EmailAddress Bo = EmailAddress.Parse("bo@example.com");
    private readonly FakeTimeProvider clock = new();
    private readonly TableDatabase database = TableDatabase.Open(emulator.Options);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_another_server_changed_counts_a_second_later()
    {
        var here = new TableDelegationStore(database, clock);
        var elsewhere = new TableDelegationStore(database, clock);
        var delegation = new Delegation("a", Ann, Bo, Given.Noon, Given.Noon.AddDays(1));
        Assert.Empty(await here.ListToAsync(Bo, Ct));

        await elsewhere.PutAsync(delegation, Ct);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([delegation], await here.ListToAsync(Bo, Ct));

        Assert.True(await elsewhere.DeleteAsync(Ann, "a", Ct));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(await here.ListFromAsync(Ann, Ct));
    }

    [Fact]
    public async Task What_was_changed_here_counts_at_once()
    {
        var here = new TableDelegationStore(database, clock);
        Assert.Empty(await here.ListFromAsync(Ann, Ct));
        await here.PutAsync(new Delegation("a", Ann, Bo, Given.Noon, Given.Noon.AddDays(1)), Ct);
        Assert.Single(await here.ListFromAsync(Ann, Ct));
    }

    [Fact]
    public async Task Delegations_longer_than_one_answer_are_all_there()
    {
        var here = new TableDelegationStore(database, clock);
        await Parallel.ForEachAsync(Enumerable.Range(0, 1100), Ct, async (i, ct) =>
            await here.PutAsync(new Delegation($"{i:d4}", Ann, Bo, Given.Noon.AddMinutes(i), Given.Noon.AddDays(9)), ct));
        Assert.Equal(Enumerable.Range(0, 1100).Select(i => $"{i:d4}"), (await here.ListFromAsync(Ann, Ct)).Select(d => d.Id));
    }
}
