using System.Collections.Concurrent;
using System.Collections.Immutable;
using Approvals.App.Ports;
using Approvals.Core.Requests;

namespace Web.Tests.Api;

/// <summary>Mailbox and desk that keep what they are given.</summary>
internal sealed class OutsideWorld(TimeProvider clock) : IMailer, IMailbox, IReceivedMails, ITicketDesk, ITicketBook
{
    private readonly ConcurrentDictionary<string, KeptMail> mails = new();
    private readonly ConcurrentDictionary<string, ReceivedMail> received = new();
    private readonly ConcurrentDictionary<string, BookedTicket> tickets = new();

    public bool DeskIsDown { get; set; }

    public string System => "desk";

    public IEnumerable<KeptMail> Mails => mails.Values.OrderBy(mail => mail.SentAtUtc);

    public Task<string> SendAsync(OutgoingMail mail, CancellationToken ct)
    {
        var id = mail.Key.ToString();
        mails.TryAdd(id, new KeptMail
        {
            Id = id,
            To = mail.To,
            ReplyTo = mail.ReplyTo,
            Subject = mail.Subject,
            Headers = mail.Headers.ToImmutableSortedDictionary(),
            Text = mail.Text,
            Html = mail.Html,
            Thread = mail.Thread,
            SentAtUtc = clock.GetUtcNow(),
        });
        return Task.FromResult(id);
    }

    public Task<DeskTicket> OpenAsync(TicketDraft draft, CancellationToken ct)
    {
        if (DeskIsDown)
        {
            throw new EffectFailedException("The desk is closed.");
        }

        var ticket = tickets.GetOrAdd(draft.Key, _ => new BookedTicket($"T-{tickets.Count + 1}", "/tickets/T-1", draft, clock.GetUtcNow(), null, null));
        return Task.FromResult(new DeskTicket(ticket.Key, ticket.Url));
    }

    Task<DeskTicket?> ITicketDesk.WithdrawAsync(TicketDraft draft, CancellationToken ct) =>
        Task.FromResult(tickets.TryGetValue(draft.Key, out var ticket) ? new DeskTicket(ticket.Key, ticket.Url) : null);

    Task ITicketDesk.RemarkAsync(DeskRemark remark, CancellationToken ct) => Task.CompletedTask;

    Task<ImmutableArray<TicketLook>?> ITicketDesk.LookAsync(ImmutableArray<string> keys, CancellationToken ct) => Task.FromResult<ImmutableArray<TicketLook>?>(
        [.. tickets.Values.Where(ticket => keys.Contains(ticket.Key))
            .Select(ticket => new TicketLook(ticket.Key, ticket.IsSolved ? TicketPhase.Closed : TicketPhase.Open, ticket.SolvedAtUtc ?? ticket.RaisedAtUtc))]);

    Task<ImmutableArray<TicketRemark>> ITicketDesk.RemarksAsync(string key, CancellationToken ct) => Task.FromResult(ImmutableArray<TicketRemark>.Empty);

    Task<KeptMail?> IMailbox.FindAsync(string id, CancellationToken ct) => Task.FromResult(mails.GetValueOrDefault(id));

    Task<Page<KeptMail>> IMailbox.ListAsync(EmailAddress? to, string? cursor, int limit, CancellationToken ct) =>
        Task.FromResult(new Page<KeptMail>([.. mails.Values.Where(mail => to is null || mail.To == to).OrderByDescending(mail => mail.SentAtUtc).Take(limit)], null));

    Task<ReceivedMail?> IReceivedMails.FindAsync(string key, CancellationToken ct) => Task.FromResult(received.GetValueOrDefault(key));

    Task<ReceivedMail> IReceivedMails.KeepAsync(ReceivedMail mail, CancellationToken ct) => Task.FromResult(received.GetOrAdd(mail.Key, mail));

    Task<bool> IReceivedMails.ClaimAnswerAsync(string thread, string key, int limit, CancellationToken ct) => Task.FromResult(true);

    Task<ImmutableArray<ReceivedMail>> IReceivedMails.OfRequestAsync(RequestId request, int most, CancellationToken ct) =>
        Task.FromResult<ImmutableArray<ReceivedMail>>([.. received.Values.Where(mail => mail.Request == request).OrderByDescending(mail => mail.ReceivedAtUtc).Take(most)]);

    Task<Page<ReceivedMail>> IReceivedMails.ListAsync(string? cursor, int limit, CancellationToken ct) =>
        Task.FromResult(new Page<ReceivedMail>([.. received.Values.Take(limit)], null));

    Task<ImmutableArray<BookedTicket>> ITicketBook.OfRequestAsync(RequestId request, CancellationToken ct) =>
        Task.FromResult<ImmutableArray<BookedTicket>>([.. tickets.Values.Where(ticket => ticket.Draft.Request == request)]);

    Task<Page<BookedTicket>> ITicketBook.ListAsync(string? cursor, int limit, CancellationToken ct) => Task.FromResult(new Page<BookedTicket>([.. tickets.Values.Take(limit)], null));

    Task<BookedTicket?> ITicketBook.FindAsync(string key, CancellationToken ct) => Task.FromResult(tickets.Values.FirstOrDefault(ticket => ticket.Key == key));

    Task<BookedTicket?> ITicketBook.SolveAsync(string key, EmailAddress by, CancellationToken ct) => throw new NotSupportedException();
}
