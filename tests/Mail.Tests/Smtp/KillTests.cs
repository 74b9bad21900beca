using Approvals.Adapters.Memory;
using Approvals.Adapters.Smtp;
using Approvals.App.Mail;
using Approvals.App.Ports;
using Approvals.Core.Effects;
using Approvals.Core.Requests;
using Mail.Tests.Graph;
using Mail.Tests.Servers;
using MailServers = Mail.Tests.Servers.MailServers;

namespace Mail.Tests.Smtp;

/// <summary>
/// The sender is stopped between every two of its calls and started again on what it left. Nothing is lost. A mail goes out twice in one window only: the server
/// has taken it, and that is not noted yet.
/// </summary>
public sealed class KillTests(MailServers servers)
{
    private const int Greeting = 1, MostAnswers = 20, Steps = 7;
    private readonly MailOptions options = new(EmailAddress.Parse(servers.NewDesk()), "mx.approvals.test", new Uri("https://desk.example.com/"));
    private readonly string reader = servers.NewDesk();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Every answer of the server in turn is lost on its way, with the connection.</summary>
    [Fact]
    public async Task Cut_off_before_any_answer_of_the_server_the_mail_arrives_and_twice_only_when_it_was_the_last_one()
    {
        var notes = new MemoryNotes();
        var cut = new List<EffectId>();
        for (var answer = Greeting; answer < MostAnswers; answer++)
        {
            var mail = Mail(answer);
            await using var proxy = new CuttingProxy(servers.SmtpPort, answer);
            using (var killed = Mailer(proxy.Port, notes))
            {
                if (await Record.ExceptionAsync(() => killed.SendAsync(mail, Ct)) is not { } lost)
                {
                    Assert.False(proxy.HasCut);
                    break;
                }

                Assert.IsType<EffectFailedException>(lost);
                cut.Add(mail.Key);
            }

            using var next = Mailer(servers.SmtpPort, notes);
            Assert.Equal(IdOf(mail), await next.SendAsync(mail, Ct));
            // Whoever asks again is told what was sent, and nothing is.
            Assert.Equal(IdOf(mail), await next.SendAsync(mail, Ct));
        }

        // Greeting, EHLO, AUTH, MAIL, RCPT, DATA and the end of the mail.
        Assert.InRange(cut.Count, Steps, MostAnswers - 2);
        using var person = new Person(servers, reader);
        Assert.Equal([.. cut.SkipLast(1).Select(_ => 1), 2, 1], await CopiesAsync(person, cut.Count + 1, expected: cut.Count + 2));
    }

    [Theory]
    [InlineData(1, false, "before find", 1)]
    [InlineData(1, true, "after find", 1)]
    [InlineData(2, false, "before put", 2)]
    [InlineData(2, true, "after put", 1)]
    public async Task Killed_around_its_notes_a_mail_goes_out_twice_only_when_it_was_sent_and_not_yet_noted(int call, bool after, string where, int copies)
    {
        var notes = new MemoryNotes();
        var mail = Mail(1);
        var life = new Life(call, after);
        using (var killed = Mailer(servers.SmtpPort, new MortalNotes(notes, life)))
        {
            await Assert.ThrowsAsync<KilledException>(() => killed.SendAsync(mail, Ct));
        }

        Assert.Equal(where, life.DiedAt);
        using var next = Mailer(servers.SmtpPort, notes);
        Assert.Equal(IdOf(mail), await next.SendAsync(mail, Ct));
        using var person = new Person(servers, reader);
        Assert.Equal([copies], await CopiesAsync(person, 1, copies));
    }

    private SmtpMailer Mailer(int port, INoteStore notes) =>
        new(new MailServer("127.0.0.1", port, MailSecurity.None, options.Mailbox.Value, Files.Password), options, notes, TimeProvider.System);

    private OutgoingMail Mail(int number) => new()
    {
        Key = new EffectId(RequestId.FromBytes([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]), number, 0),
        To = EmailAddress.Parse(reader),
        Subject = $"Mail {number}",
        Text = "Hello",
        Html = "<p>Hello</p>",
        Thread = "thread",
    };

    private string IdOf(OutgoingMail mail) => $"{mail.Key}@{options.Mailbox.Domain}";

    /// <summary>How often each mail arrived, once as many as expected are there and one more that was sent after them.</summary>
    private async Task<IEnumerable<int>> CopiesAsync(Person person, int mails, int expected)
    {
        await person.HasAsync(expected);
        using var last = Mailer(servers.SmtpPort, new MemoryNotes());
        await last.SendAsync(Mail(99), Ct);
        await person.ReceivesAsync(mail => mail.Subject == "Mail 99");
        var counts = new List<int>();
        for (var number = 1; number <= mails; number++)
        {
            var id = IdOf(Mail(number));
            counts.Add(await person.CountAsync(mail => mail.MessageId == id));
        }

        return counts;
    }
}
