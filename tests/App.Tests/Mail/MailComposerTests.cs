using System.Collections.Immutable;
using AngleSharp.Html.Parser;
using Approvals.Adapters.Mime;
using Approvals.App.Mail;
using Approvals.App.Ports;
using Approvals.Core.Calendars;
using Approvals.Core.Catalogue;
using Approvals.Core.Chains;
using Approvals.Core.Effects;
using Approvals.Core.Requests;
using CsCheck;
using Xunit;
using static App.Tests.Mail.MailWorld;

namespace App.Tests.Mail;

public sealed class MailComposerTests
{
    private static readonly DecisionTokens Tokens = new(new byte[32]);
    private readonly MailComposer composer = new(Tokens, Options);

    [Fact]
    public async Task A_question_names_the_link_the_reply_address_and_the_time_in_the_readers_zone()
    {
        var mail = Ready(await AskAsync());
        var token = Tokens.Write(mail.Key.Request, 1, 1, Address("vp@example.com"));
        Assert.Equal($"approvals+{token}@example.com", mail.ReplyTo!.Value.Value);
        Assert.Contains($"https://desk.example.com/d/{token}", mail.Text, StringComparison.Ordinal);
        Assert.Contains("Wed 25 Nov 2026, 18:00 (Asia/Tokyo, UTC+09:00)", mail.Text, StringComparison.Ordinal);
        Assert.Equal("Please: Offline license for Acme", mail.Subject);
        var link = new HtmlParser().ParseDocument(mail.Html).QuerySelectorAll("a").Single(a => a.TextContent == "Review and decide");
        Assert.Equal($"https://desk.example.com/d/{token}", link.GetAttribute("href"));
    }

    [Fact]
    public async Task Mails_of_a_request_are_one_thread_of_automatic_mails_with_computed_ids()
    {
        var mail = Ready(await AskAsync());
        var token = Tokens.Write(mail.Key.Request, 1, 1, Address("vp@example.com"));
        Assert.Equal($"<{mail.Key}.{token}@example.com>", mail.Headers["Message-ID"]);
        Assert.Equal(mail.Headers["References"], mail.Headers["In-Reply-To"]);
        Assert.Equal(("auto-generated", "All"), (mail.Headers["Auto-Submitted"], mail.Headers["X-Auto-Response-Suppress"]));
        var again = Ready(await AskAsync());
        Assert.Equal((mail.Subject, mail.Text, mail.Html), (again.Subject, again.Text, again.Html));
    }

    [Fact]
    public async Task An_empty_answer_that_quotes_a_mail_without_marks_decides_nothing()
    {
        var mail = Ready(await AskAsync(title: "APPROVE", comment: "APPROVE\n\nYES"));
        Assert.IsType<Reply.Unclear>(ReplyReader.Read(mail.Text));
        Assert.IsType<Reply.Unclear>(ReplyReader.Read(HtmlText.Read(mail.Html)));
        Assert.IsType<Reply.Decides>(ReplyReader.Read("APPROVE\n" + mail.Text));
    }

    [Fact]
    public async Task What_people_wrote_stays_text()
    {
        const string evil = "<img src=x onerror=alert(1)>\r\nBcc: all@example.com {{contentHash}} \u202egnp.exe \0";
        var mail = Ready(await AskAsync(title: evil, comment: evil, shown: evil));
        Assert.DoesNotContain("<img", mail.Html, StringComparison.Ordinal);
        Assert.DoesNotContain(mail.Subject, char.IsControl);
        Assert.DoesNotContain('\u202e', mail.Subject + mail.Text + mail.Html);
        Assert.DoesNotContain('\0', mail.Text + mail.Html);
        Assert.Contains("{{contentHash}}", mail.Text, StringComparison.Ordinal);
        Assert.Empty(new HtmlParser().ParseDocument(mail.Html).QuerySelectorAll("img, script, link, iframe, [src], [onerror]"));
    }

    [Fact]
    public void A_subject_is_one_line_of_limited_length_whatever_the_title() => Gen.String[0, 400].Sample(text =>
    {
        var line = CleanText.Line(text, 150);
        return line.Length <= 150 && !line.Any(char.IsControl) && !line.Contains('\u2028', StringComparison.Ordinal);
    });

    [Theory]
    [InlineData("decided")]
    [InlineData("recalled")]
    [InlineData("reassigned")]
    public async Task A_question_that_is_asked_no_more_is_not_sent(string what)
    {
        var world = await WithRequestAsync();
        var context = await ContextAsync(world);
        await (what switch
        {
            "decided" => world.ReceiveAsync(world.Reply("APPROVE")),
            "recalled" => world.ExecuteAsync("seller@example.com", new Command.Recall("typo") { At = default, CommandId = "", By = default }),
            _ => (Task)world.Requests.ExecuteAsync(
                new(Address("admin@example.com"), Approvals.App.Roles.Administrator), world.Id,
                new Command.Reassign(1, Address("vp@example.com"), Address("assistant@example.com"), "away") { At = default, CommandId = "", By = default }, null, Ct),
        });
        Assert.IsType<Composition.Superseded>(composer.Compose(context with { State = await world.StateAsync() }));
    }

    [Fact]
    public async Task A_reassigned_person_is_asked_though_the_say_was_anothers()
    {
        var world = await WithRequestAsync();
        await world.Requests.ExecuteAsync(
            new(Address("admin@example.com"), Approvals.App.Roles.Administrator), world.Id,
            new Command.Reassign(1, Address("vp@example.com"), Address("assistant@example.com"), "away") { At = default, CommandId = "", By = default }, null, Ct);
        var order = new Effect.SendMail(MailKind.Reassigned, Address("assistant@example.com")) { Round = 1, Step = 1, OnBehalfOf = Address("vp@example.com") };
        var mail = Ready(composer.Compose((await ContextAsync(world)) with { Mail = order }));
        Assert.Contains(Tokens.Write(world.Id, 1, 1, Address("assistant@example.com")), mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_that_only_tells_takes_no_reply()
    {
        var world = await WithRequestAsync();
        var order = new Effect.SendMail(MailKind.Commented, Address("seller@example.com")) { Round = 1 };
        var mail = Ready(composer.Compose((await ContextAsync(world)) with { Mail = order, About = new RequestEvent.Commented("hello\n\nworld") }));
        Assert.Null(mail.ReplyTo);
        Assert.DoesNotContain("APPROVE", mail.Text, StringComparison.Ordinal);
        Assert.Contains($"https://desk.example.com/requests/{world.Id}", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_kind_of_mail_has_words_of_its_own_without_a_topics_text()
    {
        var world = await WithRequestAsync();
        var context = (await ContextAsync(world)) with { Topic = Topic(ImmutableDictionary<MailKind, MailText>.Empty) };
        foreach (var kind in Enum.GetValues<MailKind>().Except([MailKind.Returned]))
        {
            var mail = Ready(composer.Compose(context with { Mail = new Effect.SendMail(kind, Address("vp@example.com")) { Round = 1, Step = 1 } }));
            Assert.Contains("Offline license for Acme", mail.Subject, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(EscalationReason.Late, "Vera was asked and has not answered in time.")]
    [InlineData(EscalationReason.Left, "Vera was asked and does not work here any more.")]
    [InlineData(EscalationReason.Barred, "Vera was asked and may not decide this request.")]
    [InlineData(EscalationReason.Away, "Vera was asked and is out of office.")]
    [InlineData(EscalationReason.Unreached, "Vera was asked and could not be reached by mail.")]
    public async Task A_question_passed_upwards_says_who_was_asked_first_and_why_that_is_not_enough(EscalationReason why, string said)
    {
        var context = await ContextAsync(await WithRequestAsync());
        var to = context.Request.Steps[0].Assignments[0].Assignment with { Assignee = Address("boss@example.com"), OnBehalfOf = Address("vp@example.com"), Reason = AssignmentReason.Escalated };
        Assert.Contains(said, TextOf(context, MailKind.Escalated, "{{askedBefore}} was asked and {{why}}.", new RequestEvent.StepEscalated(1, Address("vp@example.com"), to) { Why = why }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_need_not_answer_any_more_hears_who_acted()
    {
        var context = await ContextAsync(await WithRequestAsync());
        Assert.Contains("Vera: approved.", TextOf(context, MailKind.Superseded, "{{decidedBy}}: {{decision}}.", new RequestEvent.StepCompleted(1) { By = Actor.Of(Address("vp@example.com")) }), StringComparison.Ordinal);
    }

    private string TextOf(MailContext context, MailKind kind, string body, RequestEvent about) => Ready(composer.Compose(context with
    {
        Mail = new Effect.SendMail(kind, Address("boss@example.com")) { Round = 1, Step = 1 },
        Topic = Topic(ImmutableDictionary<MailKind, MailText>.Empty.Add(kind, new MailText("News", body))),
        About = about,
    })).Text;

    [Fact]
    public async Task Without_decisions_by_mail_the_mail_says_so()
    {
        var mail = Ready(composer.Compose(await ContextAsync(await WithRequestAsync(byMail: false))));
        Assert.Contains("An answer to this mail decides nothing", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(ReplyMarker.Line, mail.Text, StringComparison.Ordinal);
    }

    private static OutgoingMail Ready(Composition composition) => Assert.IsType<Composition.Ready>(composition).Mail;

    private async Task<Composition> AskAsync(string title = "Offline license for Acme", string comment = "", string shown = "75")
    {
        var context = await ContextAsync(await WithRequestAsync());
        var request = context.State.Facts! with { Title = title };
        request = request with { Content = request.Content with { Shown = [new ShownField("amount", "Amount", shown)] } };
        return composer.Compose(context with { State = new RequestState.Pending(request), About = new RequestEvent.Commented(comment) });
    }

    private static async Task<MailContext> ContextAsync(MailWorld world) => new()
    {
        Id = new EffectId(world.Id, 2, 0),
        Mail = new Effect.SendMail(MailKind.ApprovalRequested, Address("vp@example.com")) { Round = 1, Step = 1, About = 2 },
        Topic = Topic(ImmutableDictionary<MailKind, MailText>.Empty.Add(
            MailKind.ApprovalRequested, new MailText("Please: {{request.title}}", "{{request.title}}\n\n{{comment}}\n\n{{fields}}\n\nDecide here: {{decisionUrl}} until {{dueAt}}"))),
        State = await world.StateAsync(),
        People = ImmutableDictionary<EmailAddress, Person>.Empty.Add(Address("vp@example.com"), new Person
        {
            Mail = Address("vp@example.com"),
            Name = "Vera",
            Calendar = new BusinessCalendar("tokyo", TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo"), BusinessCalendar.RoundTheClock.Week, []),
        }),
    };

    private static Topic Topic(ImmutableDictionary<MailKind, MailText> mails) =>
        new() { Id = "offline", Kind = TopicKind.Request, Title = "Offline license", Summary = "", Mails = mails };
}
