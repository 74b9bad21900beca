using System.Collections.Immutable;
using System.Net.Http.Headers;
using Approvals.Adapters.GraphMail;
using Approvals.Adapters.Memory;
using Approvals.App.Mail;
using Approvals.App.Ports;
using Approvals.Core.Effects;
using Approvals.Core.Requests;
using Microsoft.Extensions.Time.Testing;

namespace Mail.Tests.Graph;

/// <summary>A mailer of Graph, as often as it is started anew, on one stand-in, one store of notes and one clock.</summary>
internal sealed class Sending : IAsyncDisposable
{
    public const string Mailbox = "approvals@example.com";
    private readonly List<IDisposable> made = [];

    private Sending() => Graph = new GraphStandIn(Clock);

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));
    public MemoryNotes Notes { get; } = new();
    public GraphStandIn Graph { get; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<Sending> StartAsync()
    {
        var sending = new Sending();
        await sending.Graph.StartAsync();
        return sending;
    }

    public IMailer Mailer(Life? life = null, params string[] more)
    {
        life ??= new Life();
        var http = new HttpClient(new MortalHttp(life)) { BaseAddress = Graph.Url, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", GraphStandIn.Token) } };
        var mailboxes = new GraphMailboxes([EmailAddress.Parse(Mailbox), .. more.Select(EmailAddress.Parse)], new GraphClient(http), Clock);
        made.AddRange([http, mailboxes]);
        return new GraphMailer(mailboxes, new MailOptions(EmailAddress.Parse(Mailbox), "mx", new Uri("https://approvals.example.com")), new MortalNotes(Notes, life), Clock);
    }

    /// <summary>As the product does: what is not done is tried again when its time has come.</summary>
    public async Task<string> SendUntilDoneAsync(IMailer mailer, OutgoingMail mail)
    {
        for (var tries = 0; tries < 20; tries++)
        {
            try
            {
                return await mailer.SendAsync(mail, Ct);
            }
            catch (EffectPostponedException e)
            {
                Clock.Advance(e.Wait);
            }
            catch (EffectFailedException e)
            {
                Clock.Advance(e.RetryAfter ?? TimeSpan.FromSeconds(5));
            }
        }

        throw new InvalidOperationException("It was never sent.");
    }

    public static OutgoingMail Write(int number, string? thread = null)
    {
        var id = RequestId.FromBytes([.. BitConverter.GetBytes(number), .. new byte[12]]);
        return new OutgoingMail
        {
            Key = new EffectId(id, 2, 0),
            To = EmailAddress.Parse("vp@example.com"),
            ReplyTo = EmailAddress.Parse("approvals+token@example.com"),
            Subject = "Bitte entscheiden: Käufer",
            Text = "Please decide.",
            Html = "<html><body><p>Please decide.</p></body></html>",
            Thread = thread ?? id.Value,
            Headers = ImmutableDictionary.CreateRange([KeyValuePair.Create("Message-ID", $"<{id}-2.token@example.com>"), KeyValuePair.Create("Auto-Submitted", "auto-generated"), KeyValuePair.Create("References", $"<{id}@example.com>")]),
        };
    }

    public async ValueTask DisposeAsync()
    {
        made.ForEach(one => one.Dispose());
        await Graph.DisposeAsync();
    }
}
