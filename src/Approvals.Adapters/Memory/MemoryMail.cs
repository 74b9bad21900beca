using System.Collections.Immutable;
using System.Globalization;
using Approvals.App.Mail;
using Approvals.App.Ports;
using Approvals.Core.Requests;

namespace Approvals.Adapters.Memory;

/// <summary>Mails, in and out, that last as long as the process: for tests of what sends and answers them.</summary>
internal sealed class MemoryMail(MailOptions options, TimeProvider clock) : IMailer, IMailbox, IReceivedMails
{
    private readonly Lock gate = new();
    private readonly List<(OutgoingMail Mail, DateTimeOffset AtUtc)> sent = [];
    private readonly List<ReceivedMail> received = [];
    private readonly HashSet<(string Thread, string Key)> answers = [];

    /// <summary>What was sent, the oldest first.</summary>
    public ImmutableArray<OutgoingMail> Sent
    {
        get
        {
            lock (gate)
            {
                return [.. sent.Select(kept => kept.Mail)];
            }
        }
    }

    public Task<string> SendAsync(OutgoingMail mail, CancellationToken ct)
    {
        lock (gate)
        {
            if (!sent.Exists(kept => kept.Mail.Key == mail.Key))
            {
                sent.Add((mail, clock.GetUtcNow()));
            }

            return Task.FromResult(KeptHeaders.MessageIdOf(sent.Find(kept => kept.Mail.Key == mail.Key).Mail, options));
        }
    }

    public Task<Page<KeptMail>> ListAsync(EmailAddress? to, string? cursor, int limit, CancellationToken ct) =>
        Task.FromResult(PageOf($"mails {to}", cursor, limit, sent.Count, i => to is null || sent[i].Mail.To == to, Keep));

    public Task<KeptMail?> FindAsync(string id, CancellationToken ct)
    {
        lock (gate)
        {
            return Task.FromResult(int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= sent.Count ? Keep(number - 1) : null);
        }
    }

    Task<ReceivedMail?> IReceivedMails.FindAsync(string key, CancellationToken ct)
    {
        lock (gate)
        {
            return Task.FromResult(received.Find(mail => mail.Key == key));
        }
    }

    public Task<ReceivedMail> KeepAsync(ReceivedMail mail, CancellationToken ct)
    {
        lock (gate)
        {
            if (!received.Exists(kept => kept.Key == mail.Key))
            {
                received.Add(mail);
            }

            return Task.FromResult(received.Find(kept => kept.Key == mail.Key)!);
        }
    }

    public Task<bool> ClaimAnswerAsync(string thread, string key, int limit, CancellationToken ct)
    {
        lock (gate)
        {
            return Task.FromResult(answers.Contains((thread, key)) || (answers.Count(answer => answer.Thread == thread) < limit && answers.Add((thread, key))));
        }
    }

    public Task<ImmutableArray<ReceivedMail>> OfRequestAsync(RequestId request, int most, CancellationToken ct)
    {
        lock (gate)
        {
            return Task.FromResult(received.Where(mail => mail.Request == request).Reverse().Take(most).ToImmutableArray());
        }
    }

    public Task<Page<ReceivedMail>> ListAsync(string? cursor, int limit, CancellationToken ct) =>
        Task.FromResult(PageOf("received", cursor, limit, received.Count, _ => true, i => received[i]));

    private Page<T> PageOf<T>(string list, string? cursor, int limit, int count, Func<int, bool> which, Func<int, T> read)
    {
        lock (gate)
        {
            var size = ListPlaces.PageSize(limit);
            var below = ListPlaces.ReadNumber(list, cursor);
            var rows = Enumerable.Range(0, count).Reverse().Where(i => i + 1 < below && which(i)).Take(size + 1).Select(i => (i + 1L, read(i))).ToList();
            return ListPlaces.PageOf(list, rows, size);
        }
    }

    private KeptMail Keep(int index)
    {
        var (mail, atUtc) = sent[index];
        return new KeptMail
        {
            Id = (index + 1).ToString(CultureInfo.InvariantCulture),
            To = mail.To,
            ReplyTo = mail.ReplyTo,
            Subject = mail.Subject,
            Headers = KeptHeaders.Of(mail, options, atUtc),
            Text = mail.Text,
            Html = mail.Html,
            Thread = mail.Thread,
            SentAtUtc = atUtc,
            Replies = mail.ReplyTo is { } address ? [.. received.Where(reply => reply.ReplyTo == address)] : [],
        };
    }
}
