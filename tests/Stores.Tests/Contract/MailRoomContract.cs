using System.Collections.Immutable;
using Approvals.App.Mail;
using Approvals.App.Ports;
using Approvals.Core.Effects;
using Approvals.Core.Requests;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Stores.Tests.Contract;

/// <summary>What every mailer that keeps its mails must do.</summary>
public abstract class MailRoomContract
{
    private const int Callers = 50;
    private protected static readonly MailOptions Options = new(EmailAddress.Parse("approvals@example.com"), "mx.approvals.test", new Uri("https://desk.example.com"));
    private protected static readonly FakeTimeProvider Clock = new(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));
    private static readonly RequestId Request = RequestId.FromBytes([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);
    private static readonly EmailAddress Vp = EmailAddress.Parse("vp@example.com");

    private protected abstract IMailer Mailer { get; }
    private protected abstract IMailbox Mailbox { get; }
    private protected abstract IReceivedMails Received { get; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mail_is_kept_as_it_was_sent()
    {
        var mail = Mail(1);
        var id = await Mailer.SendAsync(mail, Ct);
        var kept = Assert.Single((await Mailbox.ListAsync(null, null, 10, Ct)).Items);
        Assert.Equal(("m1@example.com", mail.To, mail.ReplyTo, mail.Subject), (id, kept.To, kept.ReplyTo, kept.Subject));
        Assert.Equal((mail.Text, mail.Html, mail.Thread, Clock.GetUtcNow()), (kept.Text, kept.Html, kept.Thread, kept.SentAtUtc));
        Assert.Equal(("approvals@example.com", "<m1@example.com>", "vp@example.com"), (kept.Headers["From"], kept.Headers["message-id"], kept.Headers["To"]));
        Assert.Equal(kept.Text, (await Mailbox.FindAsync(kept.Id, Ct))!.Text);
    }

    [Fact]
    public async Task Fifty_callers_with_one_key_send_one_mail()
    {
        var ids = await Task.WhenAll(Enumerable.Range(0, Callers).Select(i => Task.Run(() => Mailer.SendAsync(Mail(1) with { Text = $"text {i}" }, Ct))));
        Assert.Single(ids.Distinct());
        Assert.Single((await Mailbox.ListAsync(null, null, 10, Ct)).Items);
    }

    [Fact]
    public async Task Mails_are_listed_newest_first_in_pages_for_one_person_or_all()
    {
        for (var i = 0; i < 7; i++)
        {
            await Mailer.SendAsync(Mail(i) with { To = i % 2 == 0 ? Vp : EmailAddress.Parse("cfo@example.com") }, Ct);
        }

        Assert.Equal(["s6", "s5", "s4", "s3", "s2", "s1", "s0"], await SubjectsAsync(null));
        Assert.Equal(["s6", "s4", "s2", "s0"], await SubjectsAsync(Vp));
        var first = await Mailbox.ListAsync(null, null, 3, Ct);
        await Assert.ThrowsAsync<InvalidCursorException>(() => Mailbox.ListAsync(Vp, first.Next, 3, Ct));
    }

    [Fact]
    public async Task A_mail_that_is_not_there_is_not_found()
    {
        Assert.Null(await Mailbox.FindAsync("99", Ct));
        Assert.Null(await Mailbox.FindAsync("x'; DROP TABLE mails", Ct));
    }

    [Fact]
    public async Task What_came_in_shows_with_the_mail_that_it_answers()
    {
        await Mailer.SendAsync(Mail(1), Ct);
        var reply = Reply("a") with { ReplyTo = Mail(1).ReplyTo, Request = Request, Answered = true };
        await Received.KeepAsync(reply, Ct);
        await Received.KeepAsync(Reply("b"), Ct);
        var kept = Assert.Single((await Mailbox.ListAsync(null, null, 10, Ct)).Items);
        Assert.Equal(reply, Assert.Single(kept.Replies));
        Assert.Equal(reply, Assert.Single(await Received.OfRequestAsync(Request, 10, Ct)));
        Assert.Equal(["b", "a"], (await Received.ListAsync(null, 10, Ct)).Items.Select(mail => mail.Key));
    }

    [Fact]
    public async Task The_first_record_of_a_mail_stays()
    {
        Assert.Null(await Received.FindAsync("a", Ct));
        var kept = await Task.WhenAll(Enumerable.Range(0, Callers).Select(i => Task.Run(() => Received.KeepAsync(Reply("a") with { Explanation = $"{i}" }, Ct))));
        Assert.Single(kept.Distinct());
        Assert.Equal(kept[0], await Received.FindAsync("a", Ct));
    }

    [Fact]
    public async Task Answers_are_limited_by_thread_and_a_repeat_gets_the_same()
    {
        var claims = await Task.WhenAll(Enumerable.Range(0, Callers).Select(i => Task.Run(() => Received.ClaimAnswerAsync("t", $"{i}", 2, Ct))));
        Assert.Equal(2, claims.Count(granted => granted));
        Assert.Equal(claims, await Task.WhenAll(Enumerable.Range(0, Callers).Select(i => Received.ClaimAnswerAsync("t", $"{i}", 2, Ct))));
        Assert.True(await Received.ClaimAnswerAsync("another", "0", 2, Ct));
    }

    private async Task<List<string>> SubjectsAsync(EmailAddress? to)
    {
        var subjects = new List<string>();
        string? cursor = null;
        do
        {
            var page = await Mailbox.ListAsync(to, cursor, 2, Ct);
            subjects.AddRange(page.Items.Select(mail => mail.Subject));
            cursor = page.Next;
        }
        while (cursor is not null);
        return subjects;
    }

    private static OutgoingMail Mail(int number) => new()
    {
        Key = new EffectId(Request, number, 0),
        To = Vp,
        ReplyTo = EmailAddress.Parse("approvals+token@example.com"),
        Subject = $"s{number}",
        Text = "grüße\n",
        Html = "<p>grüße</p>",
        Thread = Request.Value,
        Headers = ImmutableDictionary<string, string>.Empty.Add("Message-ID", $"<m{number}@example.com>"),
    };

    private static ReceivedMail Reply(string key) => new()
    {
        Key = key,
        ReceivedAtUtc = Clock.GetUtcNow(),
        From = "",
        Subject = "",
        Text = "",
        Outcome = "unclear",
        Explanation = "Not counted.",
    };
}
