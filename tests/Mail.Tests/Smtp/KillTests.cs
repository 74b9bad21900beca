using Approvals.Adapters.Memory;
using Approvals.Adapters.Smtp;
using Approvals.App.Mail;
using Approvals.App.Ports;
using Approvals.Core.Effects;
using Approvals.Core.Requests;
using Mail.Tests.Servers;
using MailServers = Mail.Tests.Servers.MailServers;

namespace Mail.Tests.Smtp;

/// <summary>The sender is stopped between every two of its calls and started again on what it left. Nothing is lost; a mail goes out twice in one window only.</summary>
public sealed class KillTests(MailServers servers)
{
    private const int Greeting = 1, MostAnswers = 20;
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
            using var proxy = new CuttingProxy(servers.SmtpPort, answer);
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
        Assert.InRange(cut.Count, 7, MostAnswers);
        using var person = new Person(servers, reader);
        Assert.Equal([.. cut.SkipLast(1).Select(_ => 1), 2, 1], await CopiesAsync(person, cut.Count + 1, expected: cut.Count + 2));
    }

    [Theory]
    [InlineData(1, true, 1)]
    [InlineData(1, false, 1)]
    [InlineData(2, true, 2)]
    [InlineData(2, false, 1)]
    public async Task Killed_around_its_notes_a_mail_goes_out_twice_only_when_it_was_sent_and_not_yet_noted(int call, bool before, int copies)
    {
        var notes = new MemoryNotes();
        var mail = Mail(1);
        using (var killed = Mailer(servers.SmtpPort, new DyingNotes(notes, call, before)))
        {
            await Assert.ThrowsAsync<KilledException>(() => killed.SendAsync(mail, Ct));
        }

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
        while (await person.CountAsync(_ => true) < expected)
        {
            await Task.Yield();
        }

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

    private sealed class KilledException() : Exception("The process was killed.");

    /// <summary>The process dies before or after its nth look at or writing of a note.</summary>
    private sealed class DyingNotes(INoteStore notes, int call, bool before) : INoteStore
    {
        private int calls;

        public Task<Note?> FindAsync(string area, string name, CancellationToken ct) => CallAsync(() => notes.FindAsync(area, name, ct));

        public Task PutAsync(string area, string name, ReadOnlyMemory<byte> value, CancellationToken ct) => CallAsync(async () =>
        {
            await notes.PutAsync(area, name, value, ct);
            return true;
        });

        public Task<bool> TryPutAsync(string area, string name, ReadOnlyMemory<byte> value, Note? seen, CancellationToken ct) => CallAsync(() => notes.TryPutAsync(area, name, value, seen, ct));

        public Task<bool> TryRemoveAsync(string area, string name, Note seen, CancellationToken ct) => CallAsync(() => notes.TryRemoveAsync(area, name, seen, ct));

        private async Task<T> CallAsync<T>(Func<Task<T>> go)
        {
            var dies = ++calls == call;
            if (dies && before)
            {
                throw new KilledException();
            }

            var done = await go();
            return dies ? throw new KilledException() : done;
        }
    }
}
