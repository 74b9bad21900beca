using Approvals.App.Ports;
using Xunit;

namespace Stores.Tests.Contract;

public abstract partial class StoreContract
{
    [Fact]
    public async Task A_command_that_took_effect_is_found_again()
    {
        var id = Given.NewId();
        await AppendedAsync(Given.Append(id, 0, "a", "b") with { Command = Given.Command("first", 2) });
        Assert.Equal(Given.Command("first", 2), await Store.Requests.FindCommandAsync(id, "first", Ct));
        Assert.Null(await Store.Requests.FindCommandAsync(id, "second", Ct));
        Assert.Null(await Store.Requests.FindCommandAsync(Given.NewId(), "first", Ct));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(7)]
    public async Task The_same_command_again_is_a_duplicate_whatever_version_it_expects_and_writes_nothing(int expected)
    {
        var id = Given.NewId();
        await AppendedAsync(Given.Append(id, 0, "a", "b") with { Command = Given.Command("same", 2) });

        var again = Given.Append(id, expected, "x") with
        {
            Command = new StoredCommand("same", "another print", expected + 1),
            Outbox = [Given.Outbox(id, 3, 0)],
            Index = [Given.Row("of " + id, "k")],
        };
        var result = Assert.IsType<AppendResult.Duplicate>(await Store.Requests.AppendAsync(again, Ct));

        Assert.Equal(Given.Command("same", 2), result.Command);
        var stream = await Store.Requests.LoadAsync(id, Ct);
        Assert.Equal(["a", "b"], stream.Texts());
        Assert.Empty(stream!.Outbox);
        Assert.Empty((await Store.Index.ListAsync("of " + id, null, 10, Ct)).Items);
    }

    [Fact]
    public async Task One_command_sent_twenty_times_at_once_takes_effect_once()
    {
        var id = Given.NewId();
        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(
            () => Store.Requests.AppendAsync(Given.Append(id, 0, "a") with { Command = Given.Command("same", 1) }, Ct), Ct)));

        Assert.Single(results.OfType<AppendResult.Appended>());
        Assert.All(results.OfType<AppendResult.Duplicate>(), r => Assert.Equal(Given.Command("same", 1), r.Command));
        Assert.Equal(["a"], (await Store.Requests.LoadAsync(id, Ct)).Texts());
    }

    [Fact]
    public async Task The_same_command_id_means_nothing_on_another_request()
    {
        await AppendedAsync(Given.Append(Given.NewId(), 0, "a") with { Command = Given.Command("same", 1) });
        await AppendedAsync(Given.Append(Given.NewId(), 0, "a") with { Command = Given.Command("same", 1) });
    }
}
