using Approvals.App.Ports;

namespace Mail.Tests.Graph;

public sealed class ReadingTests : IAsyncLifetime
{
    private Reading reading = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => reading = await Reading.StartAsync();

    public async ValueTask DisposeAsync() => await reading.DisposeAsync();

    [Fact]
    public async Task What_arrives_in_any_mailbox_is_handed_in_once_page_by_page()
    {
        reading.Graph.Mails.PageSize = 2;
        foreach (var subject in new[] { "a", "b", "c", "d", "e" })
        {
            reading.Receive(subject);
        }

        reading.Receive("f", Reading.Second);
        Assert.Equal(6, await reading.Intake.CollectAsync(Ct));
        Assert.Equal(0, await reading.Intake.CollectAsync(Ct));
        await reading.RestartAsync();
        reading.Receive("g");
        Assert.Equal(1, await reading.Intake.CollectAsync(Ct));
        Assert.Equal(["a", "b", "c", "d", "e", "f", "g"], await reading.ReceivedAsync());
        Assert.Equal(7, reading.Downloads);
    }

    [Fact]
    public async Task What_lay_there_long_before_the_first_look_is_left_alone()
    {
        reading.Receive("old", at: reading.Clock.GetUtcNow() - TimeSpan.FromDays(5));
        reading.Receive("weekend", at: reading.Clock.GetUtcNow() - TimeSpan.FromDays(3));
        Assert.Equal(1, await reading.Intake.CollectAsync(Ct));
        Assert.Equal(["weekend"], await reading.ReceivedAsync());
    }

    [Fact]
    public async Task When_Graph_has_forgotten_the_link_nothing_is_lost_and_nothing_counts_twice()
    {
        reading.Receive("a");
        await reading.Intake.CollectAsync(Ct);
        reading.Clock.Advance(TimeSpan.FromDays(40));
        await reading.Intake.CollectAsync(Ct);
        reading.Receive("b");
        reading.Graph.Mails.ForgetDeltas();
        reading.Receive("c");
        Assert.Equal(2, await reading.Intake.CollectAsync(Ct));
        Assert.Equal(["a", "b", "c"], await reading.ReceivedAsync());
        Assert.Equal(3, reading.Downloads);
    }

    [Fact]
    public async Task Killed_at_any_note_nothing_is_lost_and_nothing_counts_twice()
    {
        var deaths = 0;
        for (var at = 1; ; at++)
        {
            await using var one = await Reading.StartAsync();
            one.Graph.Mails.PageSize = 1;
            one.Receive("a");
            one.Receive("b");
            var life = new Life(at, after: at % 2 == 0);
            await one.RestartAsync(life);
            if (await Record.ExceptionAsync(() => one.Intake.CollectAsync(Ct)) is null)
            {
                break;
            }

            deaths++;
            await one.RestartAsync();
            await one.Intake.CollectAsync(Ct);
            Assert.Equal(["a", "b"], await one.ReceivedAsync());
        }

        Assert.True(deaths >= 5);
    }

    [Fact]
    public async Task Faults_of_Graph_are_told_and_the_next_look_goes_on()
    {
        reading.Receive("a");
        reading.Receive("b", Reading.Second);
        var bad = true;
        reading.Graph.Next = (call, _) => bad && call.Path.Contains(Reading.Mailbox, StringComparison.Ordinal) ? Mishap.TooMany : Mishap.None;
        var told = await Assert.ThrowsAsync<MailIntakeException>(() => reading.Intake.CollectAsync(Ct));
        Assert.Equal(TimeSpan.FromSeconds(30), told.RetryAfter);
        // One mailbox does not keep the others waiting.
        Assert.Equal(["b"], await reading.ReceivedAsync());
        bad = false;
        reading.Clock.Advance(TimeSpan.FromSeconds(30));
        await reading.Intake.CollectAsync(Ct);
        Assert.Equal(["a", "b"], await reading.ReceivedAsync());
    }

    [Fact]
    public async Task A_mailbox_that_vanished_is_named_with_what_to_do_and_read_on_when_it_is_back()
    {
        reading.Receive("a");
        await reading.Intake.CollectAsync(Ct);
        reading.Receive("b");
        reading.Receive("c", Reading.Second);
        reading.Graph.Mails.HasMailbox = mailbox => mailbox != Reading.Mailbox;
        var told = await Assert.ThrowsAsync<MailIntakeException>(() => reading.Intake.CollectAsync(Ct));
        Assert.Contains($"There is no mailbox {Reading.Mailbox} in Exchange Online: make it, or correct Approvals:Mail:Mailbox", told.Message, StringComparison.Ordinal);
        Assert.Equal(["a", "c"], await reading.ReceivedAsync());
        reading.Graph.Mails.HasMailbox = _ => true;
        await reading.Intake.CollectAsync(Ct);
        Assert.Equal(["a", "b", "c"], await reading.ReceivedAsync());
    }

    [Fact]
    public async Task A_mail_that_was_moved_away_before_it_was_read_is_passed_over()
    {
        reading.Receive("a");
        reading.Graph.Next = (call, _) =>
        {
            if (call.Path.EndsWith("/$value", StringComparison.Ordinal))
            {
                reading.Graph.Mails.Remove("in1=");
            }

            return Mishap.None;
        };
        Assert.Equal(0, await reading.Intake.CollectAsync(Ct));
        reading.Graph.Next = (_, _) => Mishap.None;
        reading.Receive("b");
        Assert.Equal(1, await reading.Intake.CollectAsync(Ct));
    }

    [Fact]
    public async Task A_look_that_finds_nothing_writes_nothing()
    {
        await reading.Intake.CollectAsync(Ct);
        var life = new Life();
        await reading.RestartAsync(life);
        await reading.Intake.CollectAsync(Ct);
        // One read for each mailbox.
        Assert.Equal(2, life.Calls);
    }
}
