using Xunit;

namespace Stores.Tests.Contract;

public abstract partial class StoreContract
{
    [Fact]
    public async Task Outbox_rows_come_with_the_stream_in_the_order_they_were_planned()
    {
        var id = Given.NewId();
        await AppendedAsync(Given.Append(id, 0, "a", "b") with { Outbox = [Given.Outbox(id, 2, 0, "third"), Given.Outbox(id, 1, 11, "second"), Given.Outbox(id, 1, 2, "first")] });

        var outbox = (await Store.Requests.LoadAsync(id, Ct))!.Outbox;

        Assert.Equal(["first", "second", "third"], outbox.Select(o => o.Effect.Text()));
        Assert.Equal([Given.Outbox(id, 1, 2).Id, Given.Outbox(id, 1, 11).Id, Given.Outbox(id, 2, 0).Id], outbox.Select(o => o.Id));
    }

    [Fact]
    public async Task An_outbox_row_is_written_over_and_keeps_its_place()
    {
        var id = Given.NewId();
        await AppendedAsync(Given.Append(id, 0, "a") with { Outbox = [Given.Outbox(id, 1, 0, "mail"), Given.Outbox(id, 1, 1, "ticket")] });
        var later = Given.Noon.AddTicks(1234567);
        await AppendedAsync(Given.Append(id, 1, "b") with { Outbox = [Given.Outbox(id, 1, 0, "mail again", attempt: 3, notBefore: later)] });

        var outbox = (await Store.Requests.LoadAsync(id, Ct))!.Outbox;

        Assert.Equal(["mail again", "ticket"], outbox.Select(o => o.Effect.Text()));
        Assert.Equal((3, later), (outbox[0].Attempt, outbox[0].NotBeforeUtc));
    }

    [Fact]
    public async Task An_abandoned_effect_has_no_time()
    {
        var id = Given.NewId();
        await AppendedAsync(Given.Append(id, 0, "a") with { Outbox = [Given.Outbox(id, 1, 0) with { NotBeforeUtc = null }] });
        Assert.Null((await Store.Requests.LoadAsync(id, Ct))!.Outbox[0].NotBeforeUtc);
    }

    [Fact]
    public async Task Done_effects_leave_the_outbox()
    {
        var id = Given.NewId();
        await AppendedAsync(Given.Append(id, 0, "a") with { Outbox = [Given.Outbox(id, 1, 0), Given.Outbox(id, 1, 1)] });
        await AppendedAsync(Given.Append(id, 1, "b") with { Done = [Given.Outbox(id, 1, 0).Id] });
        Assert.Equal([1], (await Store.Requests.LoadAsync(id, Ct))!.Outbox.Select(o => o.Id.Index));
    }

    [Fact]
    public async Task An_effect_that_is_gone_already_can_be_done_again()
    {
        var id = Given.NewId();
        await AppendedAsync(Given.Append(id, 0, "a"));
        await AppendedAsync(Given.Append(id, 1, "b") with { Done = [Given.Outbox(id, 1, 0).Id] });
        Assert.Equal(["a", "b"], (await Store.Requests.LoadAsync(id, Ct)).Texts());
    }

    [Fact]
    public async Task An_append_without_events_moves_the_outbox_and_leaves_the_version()
    {
        var id = Given.NewId();
        await AppendedAsync(Given.Append(id, 0, "a"));
        await AppendedAsync(Given.Append(id, 1) with { Outbox = [Given.Outbox(id, 1, 0)] });
        await AppendedAsync(Given.Append(id, 1, "b"));

        var stream = await Store.Requests.LoadAsync(id, Ct);
        Assert.Equal(["a", "b"], stream.Texts());
        Assert.Single(stream!.Outbox);
    }

    [Fact]
    public async Task Times_come_back_as_the_same_moment_in_UTC()
    {
        var id = Given.NewId();
        var local = new DateTimeOffset(2030, 7, 1, 9, 30, 0, TimeSpan.FromHours(5.5)).AddTicks(7);
        await AppendedAsync(Given.Append(id, 0, "a") with { Outbox = [Given.Outbox(id, 1, 0, notBefore: local)], DueAtUtc = local });

        var notBefore = (await Store.Requests.LoadAsync(id, Ct))!.Outbox[0].NotBeforeUtc;
        var due = (await Store.Requests.ListDueAsync(local, null, 10, Ct)).Items.Single().DueAtUtc;
        Assert.Equal((local.ToUniversalTime(), TimeSpan.Zero), (notBefore!.Value, notBefore.Value.Offset));
        Assert.Equal((local.ToUniversalTime(), TimeSpan.Zero), (due, due.Offset));
    }
}
