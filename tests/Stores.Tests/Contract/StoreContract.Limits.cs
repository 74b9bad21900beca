using System.Collections.Immutable;
using Approvals.App.Ports;
using Approvals.Core.Requests;
using Xunit;

namespace Stores.Tests.Contract;

public abstract partial class StoreContract
{
    private static readonly RequestId One = Given.Id(1);
    private static readonly Append Small = Given.Append(One, 0, "a");

    public static TheoryData<string, string> Strange { get; } = new()
    {
        { "slash", "a/b" }, { "backslash", "a\\b" }, { "hash", "a#b" }, { "question mark", "a?b" }, { "tab", "a\tb" }, { "zero", "a\0b" },
        { "delete", "a\u007fb" }, { "next line", "a\u0085b" }, { "beyond ASCII", "ä" }, { "empty", "" }, { "too long", new string('k', 513) },
    };

    [Fact]
    public async Task Events_that_do_not_continue_the_stream_are_refused()
    {
        await RefusedAsync(Small with { Events = [Given.Event(2)] });
        await RefusedAsync(Small with { Events = [Given.Event(1), Given.Event(3)] });
        await RefusedAsync(Small with { Events = [Given.Event(1), Given.Event(1)] });
        await RefusedAsync(Small with { ExpectedVersion = -1, Events = [Given.Event(0)] });
        await RefusedAsync(Small with { Events = [] });
    }

    [Fact]
    public async Task Events_of_the_wrong_size_are_refused()
    {
        await RefusedAsync(Small with { Events = [Given.Event(1) with { Bytes = new byte[AppendLimits.MaxEventBytes + 1] }] });
        await RefusedAsync(Small with { Events = [Given.Event(1) with { Bytes = default }] });
        await RefusedAsync(Small with { Events = [Given.Event(1) with { Hash = new byte[31] }] });
        await RefusedAsync(Small with { Events = [.. Enumerable.Range(1, 5).Select(v => Given.Event(v) with { Bytes = new byte[AppendLimits.MaxEventBytes] })] });
    }

    [Fact]
    public async Task The_biggest_event_and_a_hundred_rows_are_taken()
    {
        var big = new byte[AppendLimits.MaxEventBytes];
        big[^1] = 7;
        await AppendedAsync(Small with { Events = [Given.Event(1) with { Bytes = big }] });
        await AppendedAsync(Given.Append(One, 1) with { Events = Many(2, 98), Command = Given.Command("c", 99) });

        var stream = await Store.Requests.LoadAsync(One, Ct);
        Assert.Equal(big, stream!.Events[0].Bytes.ToArray());
        Assert.Equal(99, stream.Version);
    }

    [Fact]
    public async Task More_than_a_hundred_rows_are_refused_head_and_command_counted()
    {
        await RefusedAsync(Small with { Events = Many(1, 100) });
        await RefusedAsync(Small with { Events = Many(1, 99), Command = Given.Command("c", 99) });
        await RefusedAsync(Small with { Events = Many(1, 99), Outbox = [Given.Outbox(One, 1, 0)] });
        await RefusedAsync(Small with { Events = Many(1, 99), Done = [Given.Outbox(One, 1, 0).Id] });
    }

    [Fact]
    public async Task The_same_row_twice_is_refused()
    {
        await RefusedAsync(Small with { Outbox = [Given.Outbox(One, 1, 0), Given.Outbox(One, 1, 0, "other")] });
        await RefusedAsync(Small with { Outbox = [Given.Outbox(One, 1, 0)], Done = [Given.Outbox(One, 1, 0).Id] });
        await RefusedAsync(Small with { Done = [Given.Outbox(One, 1, 0).Id, Given.Outbox(One, 1, 0).Id] });
        await RefusedAsync(Small with { Index = [Given.Row("p", "k"), Given.NoRow("p", "k")] });
    }

    [Fact]
    public async Task Effects_of_another_request_or_out_of_range_are_refused()
    {
        await RefusedAsync(Small with { Outbox = [Given.Outbox(Given.Id(2), 1, 0)] });
        await RefusedAsync(Small with { Done = [Given.Outbox(Given.Id(2), 1, 0).Id] });
        await RefusedAsync(Small with { Outbox = [Given.Outbox(One, 1, 100)] });
        await RefusedAsync(Small with { Outbox = [Given.Outbox(One, 1, 0) with { Effect = new byte[AppendLimits.MaxValueBytes + 1] }] });
        await RefusedAsync(Small with { Index = [new IndexChange("p", "k", new byte[AppendLimits.MaxValueBytes + 1])] });
    }

    [Theory]
    [MemberData(nameof(Strange))]
    public async Task Keys_that_some_store_cannot_hold_are_refused(string what, string key)
    {
        Assert.False(AppendLimits.IsKey(key), what);
        await RefusedAsync(Small with { Index = [Given.Row(key, "k")] });
        await RefusedAsync(Small with { Index = [Given.Row("p", key)] });
        await RefusedAsync(Small with { Command = Given.Command(key, 1) });
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Store.Index.ListAsync(key, null, 10, Ct));
    }

    [Fact]
    public async Task A_command_that_claims_a_version_after_its_events_is_refused() =>
        await RefusedAsync(Small with { Command = Given.Command("c", 2) });

    private static ImmutableArray<StoredEvent> Many(long first, int count) => [.. Enumerable.Range(0, count).Select(i => Given.Event(first + i))];

    private async Task RefusedAsync(Append append)
    {
        await Assert.ThrowsAnyAsync<ArgumentException>(() => Store.Requests.AppendAsync(append, Ct));
        Assert.Null(await Store.Requests.LoadAsync(append.Id, Ct));
    }
}
