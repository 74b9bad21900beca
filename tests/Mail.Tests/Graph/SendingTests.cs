using System.Collections.Concurrent;
using Approvals.Adapters.GraphMail;
using Approvals.App.Ports;

namespace Mail.Tests.Graph;

public sealed class SendingTests : IAsyncLifetime
{
    private Sending sending = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => sending = await Sending.StartAsync();

    public async ValueTask DisposeAsync() => await sending.DisposeAsync();

    [Fact]
    public async Task A_mail_goes_out_as_it_was_written_and_once_however_often_it_is_asked_for()
    {
        var mail = Sending.Write(1);
        var id = await sending.Mailer().SendAsync(mail, Ct);
        Assert.Equal(id, await sending.Mailer().SendAsync(mail, Ct));
        Assert.Equal(mail.Headers["Message-ID"], $"<{id}>");

        var (mailbox, sent) = Assert.Single(sending.Graph.Mails.Delivered);
        Assert.Equal(Sending.Mailbox, mailbox);
        Assert.Equal((mail.Subject, mail.Text, mail.Html), (sent.Subject, sent.TextBody, sent.HtmlBody));
        Assert.Equal("approvals+token@example.com", sent.ReplyTo.Mailboxes.Single().Address);
        Assert.Equal("auto-generated", sent.Headers["Auto-Submitted"]);
        Assert.All(sending.Graph.Calls, call => Assert.Contains("IdType=\"ImmutableId\"", call.Headers["Prefer"].ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Killed_between_any_two_calls_a_mail_goes_out_once()
    {
        var calls = await CallsOfOneAsync();
        for (var at = 1; at <= calls; at++)
        {
            foreach (var after in new[] { false, true })
            {
                Assert.Equal(1, await TimesAsync(at, after, lag: TimeSpan.FromSeconds(90)));
            }
        }
    }

    // The one window: it was sent, that is not noted yet, and the mailbox goes on showing a draft for longer than we wait.
    [Fact]
    public async Task Only_a_mail_whose_mailbox_never_shows_that_it_was_sent_goes_out_twice_and_only_when_killed_right_after_sending()
    {
        var twice = new List<string?>();
        var calls = await CallsOfOneAsync();
        for (var at = 1; at <= calls; at++)
        {
            foreach (var after in new[] { false, true })
            {
                var life = new Life(at, after);
                if (await TimesAsync(at, after, GraphMailer.Settle + TimeSpan.FromHours(1), life) == 2)
                {
                    twice.Add(life.DiedAt);
                }
            }
        }

        Assert.Equal(["after POST send", "before put"], twice);
    }

    [Theory]
    [InlineData("messages", "DoneButBroken")]
    [InlineData("messages", "DoneButClosed")]
    [InlineData("messages", "Unavailable")]
    [InlineData("messages", "Closed")]
    [InlineData("messages", "TooMany")]
    [InlineData("send", "DoneButBroken")]
    [InlineData("send", "DoneButClosed")]
    [InlineData("send", "Unavailable")]
    [InlineData("send", "Closed")]
    [InlineData("send", "TooMany")]
    public async Task An_answer_that_is_lost_or_bad_leads_to_one_mail(string call, string mishap)
    {
        foreach (var changes in new[] { false, true })
        {
            await using var other = await Sending.StartAsync();
            var left = 2;
            other.Graph.Mails.SendLag = TimeSpan.FromSeconds(30);
            other.Graph.Mails.ChangesIds = changes;
            other.Graph.Next = (made, _) => made.Method == "POST" && made.Path.EndsWith("/" + call, StringComparison.Ordinal) && left-- > 0 ? Enum.Parse<Mishap>(mishap) : Mishap.None;
            await other.SendUntilDoneAsync(other.Mailer(), Sending.Write(1));
            Assert.Single(other.Graph.Mails.Delivered);
            Assert.Empty(other.Graph.Mails.Drafts);
        }
    }

    [Fact]
    public async Task Two_hosts_that_send_the_same_mail_at_the_same_moment_send_it_once()
    {
        var both = new TaskCompletionSource();
        var looks = 0;
        sending.Graph.Next = (call, _) =>
        {
            if (call.Method == "GET" && call.Query.ContainsKey("$filter"))
            {
                (Interlocked.Increment(ref looks) == 2 ? both : new TaskCompletionSource()).TrySetResult();
                both.Task.Wait(Ct);
            }

            return Mishap.None;
        };
        var mail = Sending.Write(1);
        var results = await Task.WhenAll(new[] { sending.Mailer(), sending.Mailer() }.Select(mailer => Record.ExceptionAsync(() => mailer.SendAsync(mail, Ct)).AsTask()));
        Assert.Single(results, result => result is null);
        Assert.IsType<EffectPostponedException>(Assert.Single(results, result => result is not null));
        sending.Clock.Advance(GraphMailer.Settle);
        await sending.Mailer().SendAsync(mail, Ct);
        Assert.Single(sending.Graph.Mails.Delivered);
        Assert.Empty(sending.Graph.Mails.Drafts);
    }

    // A date of the far future is not believed for longer than an hour.
    [Theory]
    [InlineData("90", 90)]
    [InlineData("Tue, 24 Nov 2099 09:00:00 GMT", 3600)]
    public async Task Graph_is_left_alone_for_as_long_as_it_asks(string retryAfter, int seconds)
    {
        sending.Graph.RetryAfter = () => retryAfter;
        sending.Graph.Next = (_, number) => number == 1 ? Mishap.TooMany : Mishap.None;
        var mailer = sending.Mailer();
        Assert.Equal(TimeSpan.FromSeconds(seconds), (await Assert.ThrowsAsync<EffectPostponedException>(() => mailer.SendAsync(Sending.Write(1), Ct))).Wait);
        sending.Clock.Advance(TimeSpan.FromSeconds(seconds - 1));
        Assert.Equal(TimeSpan.FromSeconds(1), (await Assert.ThrowsAsync<EffectPostponedException>(() => mailer.SendAsync(Sending.Write(2), Ct))).Wait);
        Assert.Single(sending.Graph.Calls);
        sending.Clock.Advance(TimeSpan.FromSeconds(1));
        await mailer.SendAsync(Sending.Write(2), Ct);
    }

    [Fact]
    public async Task A_mail_that_is_taken_with_a_rest_is_sent_and_the_next_one_waits()
    {
        sending.Graph.Next = (call, _) => call.Path.EndsWith("/send", StringComparison.Ordinal) ? Mishap.DoneWithRest : Mishap.None;
        var mailer = sending.Mailer();
        await mailer.SendAsync(Sending.Write(1), Ct);
        Assert.Equal(TimeSpan.FromSeconds(30), (await Assert.ThrowsAsync<EffectPostponedException>(() => mailer.SendAsync(Sending.Write(2), Ct))).Wait);
        sending.Clock.Advance(TimeSpan.FromSeconds(30));
        await mailer.SendAsync(Sending.Write(2), Ct);
        Assert.Equal(2, sending.Graph.Mails.Delivered.Count);
    }

    [Fact]
    public async Task No_minute_has_more_than_thirty_mails_of_one_mailbox_and_all_go_out_in_the_end()
    {
        var mailer = sending.Mailer();
        var waiting = new PriorityQueue<int, DateTimeOffset>(Enumerable.Range(1, 80).Select(number => (number, sending.Clock.GetUtcNow())));
        var times = new List<DateTimeOffset>();
        while (waiting.TryDequeue(out var number, out var at))
        {
            sending.Clock.Advance(at > sending.Clock.GetUtcNow() ? at - sending.Clock.GetUtcNow() : TimeSpan.Zero);
            try
            {
                await mailer.SendAsync(Sending.Write(number), Ct);
                times.Add(sending.Clock.GetUtcNow());
            }
            catch (EffectPostponedException e)
            {
                waiting.Enqueue(number, sending.Clock.GetUtcNow() + e.Wait);
            }
        }

        Assert.Equal(80, sending.Graph.Mails.Delivered.Count);
        Assert.All(times, from => Assert.True(times.Count(time => time >= from && time < from + TimeSpan.FromMinutes(1)) <= 30));
        Assert.True(times[^1] - times[0] < TimeSpan.FromMinutes(4));
    }

    [Fact]
    public async Task Several_mailboxes_share_the_load_and_a_thread_stays_in_one()
    {
        var mailer = sending.Mailer(null, "approvals2@example.com", "approvals3@example.com");
        for (var number = 1; number <= 12; number++)
        {
            await sending.SendUntilDoneAsync(mailer, Sending.Write(number));
        }

        Assert.Equal(3, sending.Graph.Mails.Delivered.Select(sent => sent.Mailbox).Distinct().Count());
        Assert.All(sending.Graph.Mails.Delivered, sent => Assert.Equal(sent.Mailbox, sent.Mail.From.Mailboxes.Single().Address));
        var before = sending.Graph.Mails.Delivered.Count;
        for (var number = 101; number <= 105; number++)
        {
            await sending.SendUntilDoneAsync(mailer, Sending.Write(number, thread: "one"));
        }

        Assert.Single(sending.Graph.Mails.Delivered.Skip(before).Select(sent => sent.Mailbox).Distinct());
    }

    [Fact]
    public async Task At_most_four_calls_are_under_way_for_a_mailbox()
    {
        var now = 0;
        var seen = new ConcurrentBag<int>();
        using var four = new CountdownEvent(4);
        sending.Graph.Next = (_, _) =>
        {
            seen.Add(Interlocked.Increment(ref now));
            if (!four.IsSet)
            {
                four.Signal();
                four.Wait(Ct);
            }

            Interlocked.Decrement(ref now);
            return Mishap.None;
        };
        var mailer = sending.Mailer();
        await Task.WhenAll(Enumerable.Range(1, 5).Select(number => Task.Run(() => mailer.SendAsync(Sending.Write(number), Ct))));
        Assert.Equal(4, seen.Max());
        Assert.Equal(5, sending.Graph.Mails.Delivered.Count);
    }

    [Fact]
    public async Task A_mailbox_that_is_not_there_is_named_with_what_to_do()
    {
        sending.Graph.Mails.HasMailbox = _ => false;
        var failed = await Assert.ThrowsAsync<EffectFailedException>(() => sending.Mailer().SendAsync(Sending.Write(1), Ct));
        Assert.Contains("There is no mailbox approvals@example.com", failed.Message, StringComparison.Ordinal);
        Assert.Contains("Approvals:Mail:Mailbox", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mailbox_that_is_full_is_named_with_what_to_do_and_when_it_has_room_the_mail_goes_out_once()
    {
        var isFull = true;
        sending.Graph.Next = (call, _) => isFull && call.Method == "POST" ? Mishap.Full : Mishap.None;
        var failed = await Assert.ThrowsAsync<EffectFailedException>(() => sending.Mailer().SendAsync(Sending.Write(1), Ct));
        Assert.Contains("The mailbox approvals@example.com is full: empty it, or raise its quota.", failed.Message, StringComparison.Ordinal);
        isFull = false;
        await sending.SendUntilDoneAsync(sending.Mailer(), Sending.Write(1));
        Assert.Single(sending.Graph.Mails.Delivered);
    }

    private static async Task<int> CallsOfOneAsync()
    {
        await using var one = await Sending.StartAsync();
        var life = new Life();
        await one.Mailer(life).SendAsync(Sending.Write(1), Ct);
        return life.Calls;
    }

    private static async Task<int> TimesAsync(int at, bool after, TimeSpan lag, Life? life = null)
    {
        await using var one = await Sending.StartAsync();
        one.Graph.Mails.SendLag = lag;
        await Assert.ThrowsAsync<KilledException>(() => one.Mailer(life ?? new Life(at, after)).SendAsync(Sending.Write(1), Ct));
        await one.SendUntilDoneAsync(one.Mailer(), Sending.Write(1));
        return one.Graph.Mails.Delivered.Count;
    }
}
