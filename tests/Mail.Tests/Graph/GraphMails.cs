using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using MimeKit;

namespace Mail.Tests.Graph;

internal sealed class StoredMail
{
    public required string Mailbox { get; init; }
    public required string Id { get; set; }
    public required string MessageId { get; init; }
    public required byte[] Mime { get; init; }
    public required DateTimeOffset AtUtc { get; init; }
    public bool IsInInbox { get; init; }

    /// <summary>When it is seen to have been sent; null: it was not sent.</summary>
    public DateTimeOffset? SentFromUtc { get; set; }
    public int Sequence { get; init; }
}

/// <summary>The mailboxes: drafts, sent mails, inboxes with their deltas.</summary>
internal sealed class GraphMails(TimeProvider clock)
{
    private readonly Lock gate = new();
    private readonly List<StoredMail> mails = [];
    private int last;
    private int oldestDelta;

    /// <summary>Each time a mail goes out, with the mailbox that it goes out of.</summary>
    public ConcurrentQueue<(string Mailbox, MimeMessage Mail)> Delivered { get; } = new();

    /// <summary>How long a mail that was sent still looks like a draft.</summary>
    public TimeSpan SendLag { get; set; }

    /// <summary>Ids change when a mail is sent, as they should not and sometimes do.</summary>
    public bool ChangesIds { get; set; }
    public int PageSize { get; set; } = 50;
    public Func<string, bool> HasMailbox { get; set; } = _ => true;

    /// <summary>The mailboxes that the identity may use.</summary>
    public Func<string, bool> Allows { get; set; } = _ => true;

    /// <summary>What the mail boundary writes above a mail of the desk to itself, which then arrives in the mailbox of that name; null: none arrives.</summary>
    public string? Boundary { get; set; }

    /// <summary>What lies in inboxes.</summary>
    public int Arrived
    {
        get
        {
            lock (gate)
            {
                return mails.Count(mail => mail.IsInInbox);
            }
        }
    }

    public IReadOnlyList<StoredMail> Drafts
    {
        get
        {
            lock (gate)
            {
                return [.. mails.Where(mail => !mail.IsInInbox && mail.SentFromUtc is null)];
            }
        }
    }

    public string Receive(string mailbox, string mime, DateTimeOffset? at = null)
    {
        lock (gate)
        {
            var mail = new StoredMail
            {
                Mailbox = mailbox,
                Id = $"in{++last}=",
                MessageId = $"<in{last}@example.com>",
                Mime = Encoding.UTF8.GetBytes(mime.ReplaceLineEndings("\r\n")),
                AtUtc = at ?? clock.GetUtcNow(),
                IsInInbox = true,
                Sequence = last,
            };
            mails.Add(mail);
            return mail.Id;
        }
    }

    public void Remove(string id)
    {
        lock (gate)
        {
            mails.RemoveAll(mail => mail.Id == id);
        }
    }

    /// <summary>Every delta link so far is too old.</summary>
    public void ForgetDeltas() => oldestDelta = last + 1;

    public Reply Answer(Call call, Uri url)
    {
        lock (gate)
        {
            var parts = call.Path.Split('/').Select(Uri.UnescapeDataString).ToArray();
            if (parts[0] != "users" || !HasMailbox(parts[1]))
            {
                return new Reply(404, GraphStandIn.Error("ErrorInvalidUser", "The requested user is invalid."));
            }

            if (!Allows(parts[1]))
            {
                return new Reply(403, GraphStandIn.Error("ErrorAccessDenied", "Access is denied. Check credentials and try again."));
            }

            return (call.Method, parts[2..]) switch
            {
                ("GET", ["mailFolders('inbox')", "messages"]) => Inbox(call, parts[1]),
                ("GET", ["mailFolders('inbox')", "messages", "delta"]) => Delta(call, parts[1], url),
                ("GET", ["messages"]) => new Reply(200, new JsonObject { ["value"] = new JsonArray([.. mails.Where(mail => mail.Mailbox == parts[1] && call.Query["$filter"] == $"internetMessageId eq '{mail.MessageId}'").Select(Json)]) }),
                ("POST", ["messages"]) => Create(call, parts[1]),
                ("GET", ["messages", var id]) => Find(parts[1], id) is { } mail ? new Reply(200, Json(mail)) : Missing,
                ("GET", ["messages", var id, "$value"]) => Find(parts[1], id) is { } mail ? new Reply(200, Raw: mail.Mime) : Missing,
                ("POST", ["messages", var id, "send"]) => Send(parts[1], id),
                ("DELETE", ["messages", var id]) => mails.RemoveAll(mail => mail.Mailbox == parts[1] && mail.Id == id) > 0 ? new Reply(204) : Missing,
                _ => new Reply(400, GraphStandIn.Error("BadRequest", $"Resource not found for {call.Method} {call.Path}")),
            };
        }
    }

    private static Reply Missing => new(404, GraphStandIn.Error("ErrorItemNotFound", "The specified object was not found in the store."));

    private StoredMail? Find(string mailbox, string id) => mails.FirstOrDefault(mail => mail.Mailbox == mailbox && mail.Id == id);

    private Reply Create(Call call, string mailbox)
    {
        if (call.Headers.ContentType.ToString() is not { } type || !type.StartsWith("text/plain", StringComparison.Ordinal))
        {
            return new Reply(400, GraphStandIn.Error("RequestBodyRead", "Not MIME."));
        }

        var mime = Convert.FromBase64String(call.Body);
        var mail = new StoredMail { Mailbox = mailbox, Id = $"draft{++last}=", MessageId = $"<{Parse(mime).MessageId}>", Mime = mime, AtUtc = clock.GetUtcNow() };
        mails.Add(mail);
        return new Reply(201, Json(mail));
    }

    // A draft that was sent, and does not look like it yet, is sent again.
    private Reply Send(string mailbox, string id)
    {
        if (Find(mailbox, id) is not { } mail || mail.SentFromUtc <= clock.GetUtcNow())
        {
            return Missing;
        }

        Delivered.Enqueue((mailbox, Parse(mail.Mime)));
        Deliver(mail);
        mail.SentFromUtc ??= clock.GetUtcNow() + SendLag;
        mail.Id = ChangesIds ? "sent" + mail.Id : mail.Id;
        return new Reply(202);
    }

    private Reply Inbox(Call call, string mailbox) => new(200, new JsonObject
    {
        ["value"] = new JsonArray([.. mails.Where(mail => mail.Mailbox == mailbox && mail.IsInInbox && (!call.Query.ContainsKey("$filter") || call.Query["$filter"] == $"internetMessageId eq '{mail.MessageId}'")).Select(Json)]),
    });

    private void Deliver(StoredMail mail)
    {
        if (Boundary is { } boundary && Parse(mail.Mime).To.Mailboxes.Single().Address is var to && to.Contains('+', StringComparison.Ordinal))
        {
            mails.Add(new StoredMail
            {
                Mailbox = to[..to.IndexOf('+', StringComparison.Ordinal)] + to[to.IndexOf('@', StringComparison.Ordinal)..],
                Id = $"in{++last}=",
                MessageId = mail.MessageId,
                Mime = [.. Encoding.UTF8.GetBytes(boundary.ReplaceLineEndings("\r\n")), .. mail.Mime],
                AtUtc = clock.GetUtcNow(),
                IsInInbox = true,
                Sequence = last,
            });
        }
    }

    private Reply Delta(Call call, string mailbox, Uri url)
    {
        var token = call.Query["$skiptoken"].Concat(call.Query["$deltatoken"]).FirstOrDefault();
        var from = token is null ? 0 : int.Parse(token, CultureInfo.InvariantCulture);
        if (token is not null && from < oldestDelta)
        {
            return new Reply(410, GraphStandIn.Error("SyncStateNotFound", "The sync state generation is not found."));
        }

        var news = mails.Where(mail => mail.Mailbox == mailbox && mail.IsInInbox && mail.Sequence > from).OrderBy(mail => mail.Sequence).ToList();
        var page = news.Take(PageSize).ToList();
        var answer = new JsonObject
        {
            ["value"] = new JsonArray([.. page.Select(mail => (JsonNode)new JsonObject { ["id"] = mail.Id, ["receivedDateTime"] = mail.AtUtc.ToString("o") }), new JsonObject { ["id"] = "gone", ["@removed"] = new JsonObject { ["reason"] = "deleted" } }]),
        };
        var link = new Uri(url, $"users/{mailbox}/mailFolders('inbox')/messages/delta?");
        if (news.Count > page.Count)
        {
            answer["@odata.nextLink"] = $"{link}$skiptoken={page[^1].Sequence}";
        }
        else
        {
            answer["@odata.deltaLink"] = $"{link}$deltatoken={last}";
        }

        return new Reply(200, answer);
    }

    private JsonNode Json(StoredMail mail) => new JsonObject
    {
        ["id"] = mail.Id,
        ["internetMessageId"] = mail.MessageId,
        ["conversationId"] = "c1",
        ["isDraft"] = !mail.IsInInbox && !(mail.SentFromUtc <= clock.GetUtcNow()),
    };

    private static MimeMessage Parse(byte[] mime)
    {
        using var stream = new MemoryStream(mime);
        return MimeMessage.Load(stream);
    }
}
