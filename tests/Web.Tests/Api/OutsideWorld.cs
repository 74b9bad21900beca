using System.Collections.Concurrent;
using Approvals.App.Ports;
using Approvals.Core.Requests;

namespace Web.Tests.Api;

/// <summary>Mailbox and desk that keep what they are given.</summary>
internal sealed class OutsideWorld(TimeProvider clock) : IMailer, IMailbox, ITicketDesk, ITicketBook
{
    private readonly ConcurrentDictionary<string, KeptMail> mails = new();
    private readonly ConcurrentDictionary<string, BookedTicket> tickets = new();

    public ConcurrentQueue<byte[]> Received { get; } = new();

    public bool DeskIsDown { get; set; }

    public string System => "desk";

    public IEnumerable<KeptMail> Mails => mails.Values.OrderBy(mail => mail.SentAtUtc);

    public Task<string> SendAsync(OutgoingMail mail, CancellationToken ct)
    {
        var id = mail.Key.ToString();
        mails.TryAdd(id, new KeptMail(id, clock.GetUtcNow(), mail.To, mail.ReplyTo, mail.Subject, mail.Headers, mail.Text, mail.Html));
        return Task.FromResult(id);
    }

    public Task<DeskTicket> OpenAsync(TicketDraft draft, CancellationToken ct)
    {
        if (DeskIsDown)
        {
            throw new EffectFailedException("The desk is closed.");
        }

        var ticket = tickets.GetOrAdd(draft.Key, _ => new BookedTicket($"T-{tickets.Count + 1}", draft, "open", clock.GetUtcNow(), null));
        return Task.FromResult(new DeskTicket(ticket.Key, ticket.Url));
    }

    Task<KeptMail?> IMailbox.FindAsync(string id, CancellationToken ct) => Task.FromResult(mails.GetValueOrDefault(id));

    Task<Page<KeptMail>> IMailbox.ListAsync(EmailAddress? to, string? cursor, int limit, CancellationToken ct) =>
        Task.FromResult(new Page<KeptMail>([.. mails.Values.Where(mail => to is null || mail.To == to).OrderByDescending(mail => mail.SentAtUtc).Take(limit)], null));

    Task IMailbox.ReceiveAsync(ReadOnlyMemory<byte> message, CancellationToken ct)
    {
        Received.Enqueue(message.ToArray());
        return Task.CompletedTask;
    }

    Task<BookedTicket?> ITicketBook.FindAsync(string key, CancellationToken ct) => Task.FromResult(tickets.Values.FirstOrDefault(ticket => ticket.Key == key));

    Task<Page<BookedTicket>> ITicketBook.ListAsync(RequestId? request, string? cursor, int limit, CancellationToken ct) =>
        Task.FromResult(new Page<BookedTicket>([.. tickets.Values.Where(ticket => request is null || ticket.Draft.Request == request).Take(limit)], null));
}
