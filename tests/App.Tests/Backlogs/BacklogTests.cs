using App.Tests.Advance;
using Approvals.App.Backlogs;
using Xunit;

namespace App.Tests.Backlogs;

public sealed class BacklogTests
{
    private readonly Outside outside = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Where_nothing_waits_there_is_no_line()
    {
        var backlog = await ReadAsync();

        Assert.Equal((0, 0, true), (backlog.Requests, backlog.Late, backlog.IsWhole));
        Assert.Empty(backlog.Steps);
        Assert.Empty(backlog.People);
    }

    [Fact]
    public async Task A_step_says_how_many_wait_how_long_and_which_one_longest()
    {
        var server = outside.Boot();
        var old = await server.SubmitAsync(5);
        outside.Clock.Advance(TimeSpan.FromHours(25));
        await server.SubmitAsync(6);
        var gone = await server.SubmitAsync(7);
        await server.ApproveAsync(Organisation.Bo, gone, 1);

        var backlog = await ReadAsync();
        Assert.Equal((2, 1, true), (backlog.Requests, backlog.Late, backlog.IsWhole));
        var step = Assert.Single(backlog.Steps);
        Assert.Equal((Organisation.Topic, "Boss", 2, 1, old), (step.Topic, step.Step, step.Heap.Waiting, step.Heap.Late, step.Heap.Longest.Id));
        Assert.Equal([1, 1, 0, 0], step.Heap.ByAge);
        var person = Assert.Single(backlog.People);
        Assert.Equal((Organisation.Bo, 2, 1, old), (person.Person, person.Heap.Waiting, person.Heap.Late, person.Heap.Longest.Id));
    }

    [Fact]
    public async Task What_any_of_several_may_answer_waits_once_and_for_each_of_them()
    {
        var server = outside.Boot();
        var id = await server.SubmitAsync(60);
        await server.ApproveAsync(Organisation.Bo, id, 1);

        var backlog = await ReadAsync();
        Assert.Equal(1, backlog.Requests);
        Assert.Equal(("Second", 1), (Assert.Single(backlog.Steps).Step, backlog.Steps[0].Heap.Waiting));
        Assert.Equal([Organisation.Cy, Organisation.Di], backlog.People.Select(line => line.Person).Order());
    }

    [Fact]
    public async Task Who_is_asked_above_makes_the_wait_of_the_step_no_shorter()
    {
        var server = outside.Boot();
        await server.SubmitAsync(5);
        outside.Clock.Advance(TimeSpan.FromHours(26));
        await server.SweepAsync();

        var backlog = await ReadAsync();
        Assert.Equal([Organisation.Bo, Organisation.Max], backlog.People.Select(line => line.Person));
        Assert.Equal((1, 1), (backlog.Steps.Single().Heap.Waiting, backlog.Late));
        Assert.Equal([0, 1, 0, 0], backlog.Steps[0].Heap.ByAge);
        Assert.Equal([1, 0, 0, 0], backlog.People[1].Heap.ByAge);
    }

    [Fact]
    public async Task The_most_late_comes_first()
    {
        var server = outside.Boot();
        var (first, second) = (await server.SubmitAsync(60), await server.SubmitAsync(60));
        outside.Clock.Advance(TimeSpan.FromHours(9));
        await server.ApproveAsync(Organisation.Bo, first, 1);
        Assert.Equal(["Boss", "Second"], (await ReadAsync()).Steps.Select(line => line.Step));

        await server.ApproveAsync(Organisation.Bo, second, 1);
        outside.Clock.Advance(TimeSpan.FromHours(9));
        await server.SubmitAsync(5);
        Assert.Equal(["Second", "Boss"], (await ReadAsync()).Steps.Select(line => line.Step));
    }

    [Fact]
    public async Task Of_one_person_with_very_much_only_the_longest_waiting_are_counted_and_it_is_said()
    {
        var server = outside.Boot();
        var oldest = await server.SubmitAsync(5);
        outside.Clock.Advance(TimeSpan.FromMinutes(1));
        for (var more = 0; more < BacklogReader.MostEach + 1; more++)
        {
            await server.SubmitAsync(5);
        }

        var backlog = await ReadAsync();
        Assert.Equal((BacklogReader.MostEach, false, oldest), (backlog.Requests, backlog.IsWhole, backlog.People[0].Heap.Longest.Id));
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 0)]
    [InlineData(23.9, 0)]
    [InlineData(24, 1)]
    [InlineData(72, 2)]
    [InlineData(167.9, 2)]
    [InlineData(168, 3)]
    [InlineData(1_000_000, 3)]
    public void An_age_begins_its_class(double hours, int expected) => Assert.Equal(expected, Ages.Of(TimeSpan.FromHours(hours)));

    private Task<Backlog> ReadAsync() => new BacklogReader(outside.Store, outside.Clock).ReadAsync(Ct);
}
