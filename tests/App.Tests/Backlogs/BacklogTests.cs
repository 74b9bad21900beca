using System.Text;
using System.Text.Json;
using App.Tests.Advance;
using Approvals.App;
using Approvals.App.Backlogs;
using Approvals.App.Ports;
using Approvals.App.Streams;
using Approvals.Core.Requests;
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
        Assert.Equal((Organisation.Topic, "Boss", 2, 1, old), (step.Topic, step.Step, step.Tally.Waiting, step.Tally.Late, step.Tally.Longest.Id));
        Assert.Equal([1, 1, 0, 0], step.Tally.ByAge);
        var person = Assert.Single(backlog.People);
        Assert.Equal((Organisation.Bo, 2, 1, old), (person.Person, person.Tally.Waiting, person.Tally.Late, person.Tally.Longest.Id));
    }

    [Fact]
    public async Task What_any_of_several_may_answer_waits_once_and_for_each_of_them()
    {
        var server = outside.Boot();
        var id = await server.SubmitAsync(60);
        await server.ApproveAsync(Organisation.Bo, id, 1);

        var backlog = await ReadAsync();
        Assert.Equal(1, backlog.Requests);
        Assert.Equal(("Second", 1), (Assert.Single(backlog.Steps).Step, backlog.Steps[0].Tally.Waiting));
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
        Assert.Equal((1, 1), (backlog.Steps.Single().Tally.Waiting, backlog.Late));
        Assert.Equal([0, 1, 0, 0], backlog.Steps[0].Tally.ByAge);
        Assert.Equal([1, 0, 0, 0], backlog.People[1].Tally.ByAge);
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
        Assert.Equal((BacklogReader.MostEach, false, oldest), (backlog.Requests, backlog.IsWhole, backlog.People[0].Tally.Longest.Id));
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

    [Fact]
    public async Task A_step_is_late_as_soon_as_one_of_those_who_are_asked_is()
    {
        var server = outside.Boot();
        var id = await server.SubmitAsync(60);
        await server.ApproveAsync(Organisation.Bo, id, 1);
        var now = outside.Clock.GetUtcNow();
        // The calendars of two people: the time of the second is over already.
        var index = new Inboxes(Asked(id, Organisation.Cy, now.AddHours(1)), Asked(id, Organisation.Di, now.AddHours(-1)));

        var backlog = await new BacklogReader(index, outside.Clock).ReadAsync(Ct);
        Assert.Equal((1, 1), (backlog.Requests, backlog.Late));
        Assert.Equal((1, 1), (backlog.Steps.Single().Tally.Waiting, backlog.Steps[0].Tally.Late));
        Assert.Equal([Organisation.Di, Organisation.Cy], backlog.People.Select(line => line.Person));

        InboxItem Asked(RequestId id, EmailAddress who, DateTimeOffset due) => new(id, 1, 2, "Second", Organisation.Topic, "Terms", Organisation.Ann, who, now.AddHours(-2), due);
    }

    private Task<Backlog> ReadAsync() => new BacklogReader(outside.Store, outside.Clock).ReadAsync(Ct);

    /// <summary>Lists of people who were asked and of what waits for each.</summary>
    private sealed class Inboxes(params InboxItem[] items) : IIndexStore
    {
        public Task<Page<IndexRow>> ListAsync(string partition, string? cursor, int limit, CancellationToken ct) => Task.FromResult(new Page<IndexRow>(
            partition == Lists.Asked
                ? [.. items.Select(item => new IndexRow(partition, item.Assignee.Value, Encoding.UTF8.GetBytes(item.Assignee.Value)))]
                : [.. items.Where(item => partition == Lists.Inbox(item.Assignee)).Select(item => new IndexRow(partition, item.Id.Value, JsonSerializer.SerializeToUtf8Bytes(item, JsonSerializerOptions.Web)))],
            null));
    }
}
