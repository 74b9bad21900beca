using Approvals.App.Ports;
using Approvals.Core.Chains;
using Approvals.Core.Requests;
using Xunit;

namespace Stores.Tests.Contract;

public abstract partial class StoreContract
{
    private static readonly EmailAddress Ann = EmailAddress.Parse("ann@example.com");
    private static readonly EmailAddress Bo = EmailAddress.Parse("bo@example.com");
    private static readonly EmailAddress Cy = EmailAddress.Parse("cy@example.com");

    [Fact]
    public async Task Delegations_are_listed_from_and_to_a_person_by_their_beginning()
    {
        var later = new Delegation("a", Ann, Bo, Given.Noon.AddDays(1), Given.Noon.AddDays(2));
        var sooner = new Delegation("b", Ann, Cy, Given.Noon, Given.Noon.AddDays(2));
        var others = new Delegation("a", Bo, Cy, Given.Noon.AddDays(3), Given.Noon.AddDays(4));
        foreach (var delegation in new[] { later, sooner, others })
        {
            await Store.Delegations.PutAsync(delegation, Ct);
        }

        Assert.Equal([sooner, later], await Store.Delegations.ListFromAsync(Ann, Ct));
        Assert.Equal([sooner, others], await Store.Delegations.ListToAsync(Cy, Ct));
        Assert.Empty(await Store.Delegations.ListFromAsync(Cy, Ct));
    }

    [Fact]
    public async Task A_delegation_is_replaced_under_its_id_also_when_it_goes_to_another_person()
    {
        await Store.Delegations.PutAsync(new Delegation("a", Ann, Bo, Given.Noon, Given.Noon.AddDays(1)), Ct);
        var changed = new Delegation("a", Ann, Cy, Given.Noon, Given.Noon.AddDays(9));
        await Store.Delegations.PutAsync(changed, Ct);
        Assert.Equal([changed], await Store.Delegations.ListFromAsync(Ann, Ct));
        Assert.Equal([changed], await Store.Delegations.ListToAsync(Cy, Ct));
        Assert.Empty(await Store.Delegations.ListToAsync(Bo, Ct));
    }

    [Fact]
    public async Task Only_the_delegator_removes_a_delegation()
    {
        await Store.Delegations.PutAsync(new Delegation("a", Ann, Bo, Given.Noon, Given.Noon.AddDays(1)), Ct);
        Assert.False(await Store.Delegations.DeleteAsync(Bo, "a", Ct));
        Assert.True(await Store.Delegations.DeleteAsync(Ann, "a", Ct));
        Assert.False(await Store.Delegations.DeleteAsync(Ann, "a", Ct));
        Assert.Empty(await Store.Delegations.ListToAsync(Bo, Ct));
    }

    [Fact]
    public async Task Every_version_of_a_topic_is_kept_and_the_same_content_makes_no_new_one()
    {
        Assert.Null(await Store.Topics.LatestAsync("leave", Ct));
        Assert.Equal(new ArchivedTopic("leave", 1, "h1", "one"), await Store.Topics.SaveAsync("leave", "h1", "one", Ct));
        Assert.Equal(1, (await Store.Topics.SaveAsync("leave", "h1", "one", Ct)).Version);
        Assert.Equal(2, (await Store.Topics.SaveAsync("leave", "h2", "two: ü", Ct)).Version);
        Assert.Equal(3, (await Store.Topics.SaveAsync("leave", "h1", "one", Ct)).Version);

        Assert.Equal(3, (await Store.Topics.LatestAsync("leave", Ct))!.Version);
        Assert.Equal(new ArchivedTopic("leave", 2, "h2", "two: ü"), await Store.Topics.FindAsync("leave", 2, Ct));
        Assert.Null(await Store.Topics.FindAsync("leave", 4, Ct));
        Assert.Null(await Store.Topics.FindAsync("leave", 0, Ct));
        Assert.Null(await Store.Topics.FindAsync("other", 1, Ct));
    }

    [Fact]
    public async Task Servers_that_start_together_get_one_number_for_one_content()
    {
        var saved = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => Store.Topics.SaveAsync("leave", "h", "text", Ct), Ct)));
        Assert.All(saved, topic => Assert.Equal(1, topic.Version));
    }

    [Fact]
    public async Task The_first_secret_under_a_name_stays()
    {
        Assert.Null(await Store.Secrets.FindAsync("links", "key", Ct));
        Assert.Equal("first", (await Store.Secrets.GetOrAddAsync("links", "key", "first"u8.ToArray(), Ct)).Text());
        Assert.Equal("first", (await Store.Secrets.GetOrAddAsync("links", "key", "second"u8.ToArray(), Ct)).Text());
        await Store.Secrets.GetOrAddAsync("links", "a", "other"u8.ToArray(), Ct);
        await Store.Secrets.GetOrAddAsync("sessions", "key", "x"u8.ToArray(), Ct);

        Assert.Equal("first", (await Store.Secrets.FindAsync("links", "key", Ct))!.Value.Text());
        Assert.Equal([("a", "other"), ("key", "first")], (await Store.Secrets.ListAsync("links", Ct)).Select(s => (s.Name, s.Value.Text())));
    }

    [Fact]
    public async Task A_claim_is_written_over_only_by_who_saw_the_last_write()
    {
        var (one, other) = (Given.NewId(), Given.NewId());
        Assert.Null(await Store.Claims.FindAsync("key", Ct));
        Assert.True(await Store.Claims.PutAsync("key", one, Given.Noon, null, Ct));
        Assert.False(await Store.Claims.PutAsync("key", other, Given.Noon, null, Ct));
        var seen = await Store.Claims.FindAsync("key", Ct);
        Assert.Equal((one, Given.Noon), (seen!.Holder, seen.AtUtc));

        // Also the same holder at the same time makes it another write.
        Assert.True(await Store.Claims.PutAsync("key", one, Given.Noon, seen, Ct));
        Assert.False(await Store.Claims.PutAsync("key", other, Given.Noon, seen, Ct));
        Assert.True(await Store.Claims.PutAsync("key", other, Given.Noon.AddDays(1), await Store.Claims.FindAsync("key", Ct), Ct));

        Assert.Equal((other, Given.Noon.AddDays(1)), ((await Store.Claims.FindAsync("key", Ct))!.Holder, (await Store.Claims.FindAsync("key", Ct))!.AtUtc));
        Assert.Null(await Store.Claims.FindAsync("other", Ct));
        Assert.False(await Store.Claims.PutAsync("other", one, Given.Noon, seen, Ct));
    }

    [Fact]
    public async Task Of_many_who_claim_at_once_exactly_one_does()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => Store.Claims.PutAsync("key", Given.NewId(), Given.Noon, null, Ct), Ct)));
        Assert.Single(results, won => won);

        var seen = await Store.Claims.FindAsync("key", Ct);
        results = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => Store.Claims.PutAsync("key", Given.NewId(), Given.Noon, seen, Ct), Ct)));
        Assert.Single(results, won => won);
    }

    [Fact]
    public async Task The_audit_source_gives_every_event_stream_by_stream_in_order()
    {
        var ids = Enumerable.Range(0, 40).Select(_ => Given.NewId()).ToArray();
        foreach (var id in ids)
        {
            await AppendedAsync(Given.Append(id, 0, $"{id} 1", $"{id} 2"));
        }

        foreach (var id in ids.Reverse())
        {
            await AppendedAsync(Given.Append(id, 2, [.. Enumerable.Range(3, 20).Select(v => $"{id} {v}")]));
        }

        var rows = await Store.Audit.ReadAllAsync(Ct).ToListAsync(Ct);

        Assert.Equal(40 * 22, rows.Count);
        Assert.All(rows, row => Assert.Equal($"{row.Request} {row.Event.Version}", row.Event.Bytes.Text()));
        Assert.All(rows.Chunk(22), stream =>
        {
            Assert.Single(stream.Select(r => r.Request).Distinct());
            Assert.Equal(Enumerable.Range(1, 22).Select(v => (long)v), stream.Select(r => r.Event.Version));
        });
    }
}
