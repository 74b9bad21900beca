using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Approvals.App.Ports;
using Approvals.Core.Requests;

namespace Approvals.Adapters.GraphMail;

/// <summary>One mailbox in Graph, at the pace that it allows.</summary>
internal sealed class GraphMailbox(EmailAddress address, GraphClient graph, MailboxPace pace)
{
    private const string Parts = "$select=id,internetMessageId,conversationId,isDraft";

    public EmailAddress Address => address;
    public MailboxPace Pace => pace;
    public string Inbox => $"{Root}/mailFolders('inbox')/messages";

    private string Root { get; } = $"users/{Uri.EscapeDataString(address.Value).Replace("%40", "@", StringComparison.Ordinal)}";

    /// <summary>Null: there is none of this id, or none any more.</summary>
    public async Task<GraphItem?> FindAsync(string id, CancellationToken ct)
    {
        try
        {
            return Item((await SendAsync(HttpMethod.Get, $"{Message(id)}?{Parts}", null, ct)).Json());
        }
        catch (GraphException e) when (e is { Status: HttpStatusCode.NotFound, Code: not ("ErrorInvalidUser" or "MailboxNotEnabledForRESTAPI") })
        {
            return null;
        }
    }

    /// <summary>In any folder. A mail that was sent, before drafts.</summary>
    /// <param name="messageId">Without angle brackets.</param>
    public async Task<GraphItem?> FindByMessageIdAsync(string messageId, CancellationToken ct)
    {
        var answer = await SendAsync(HttpMethod.Get, $"{Root}/messages?{Named(messageId)}&{Parts}", null, ct);
        return Items(answer.Json()).Select(Item).OrderBy(item => item.IsDraft).FirstOrDefault();
    }

    /// <summary>What arrived under this message id. Null: nothing, or not yet.</summary>
    /// <inheritdoc cref="FindByMessageIdAsync" path="/param"/>
    public async Task<GraphItem?> FindArrivedAsync(string messageId, CancellationToken ct) =>
        Items((await SendAsync(HttpMethod.Get, $"{Inbox}?{Named(messageId)}&{Parts}", null, ct)).Json()).Select(Item).FirstOrDefault();

    /// <summary>Whether the inbox can be read; throws why not.</summary>
    public Task LookAsync(CancellationToken ct) => SendAsync(HttpMethod.Get, $"{Inbox}?$top=1&$select=id", null, ct);

    public async Task<GraphItem> CreateAsync(ReadOnlyMemory<byte> mime, CancellationToken ct)
    {
        var body = new StringContent(Convert.ToBase64String(mime.Span), Encoding.ASCII, "text/plain");
        return Item((await SendAsync(HttpMethod.Post, $"{Root}/messages", body, ct)).Json());
    }

    // With a body, of no length: a call without one is made again in silence when a connection that was used before is closed instead of answered.
    public Task SendDraftAsync(string id, CancellationToken ct) => SendAsync(HttpMethod.Post, $"{Message(id)}/send", new ByteArrayContent([]), ct);

    public Task DeleteAsync(string id, CancellationToken ct) => SendAsync(HttpMethod.Delete, Message(id), null, ct);

    /// <param name="link">Where the last page left off; null: from the beginning.</param>
    public async Task<DeltaPage> DeltaAsync(string? link, CancellationToken ct)
    {
        var page = (await SendAsync(HttpMethod.Get, link ?? $"{Inbox}/delta?changeType=created&$select=receivedDateTime", null, ct, prefer: "odata.maxpagesize=50")).Json();
        var arrivals = Items(page).Where(item => item["@removed"] is null)
            .Select(item => new Arrival(Text(item, "id"), DateTimeOffset.TryParse((string?)item["receivedDateTime"], null, System.Globalization.DateTimeStyles.AssumeUniversal, out var at) ? at : null));
        return new DeltaPage([.. arrivals], (string?)page["@odata.nextLink"], (string?)page["@odata.deltaLink"]);
    }

    /// <summary>The mail as it came over the wire; of one that is too large, a little more than is read. Null: it is not there any more.</summary>
    public async Task<ReadOnlyMemory<byte>?> ReadAsync(string id, CancellationToken ct)
    {
        try
        {
            return (await SendAsync(HttpMethod.Get, $"{Message(id)}/$value", null, ct, IMailReader.MaxBytes + 1)).Body;
        }
        catch (GraphException e) when (e.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    private async Task<GraphAnswer> SendAsync(HttpMethod method, string path, HttpContent? body, CancellationToken ct, int longest = IMailReader.MaxBytes, string? prefer = null)
    {
        using var turn = await pace.EnterAsync(ct);
        try
        {
            var answer = await graph.SendAsync(method, path, body, ct, longest, prefer);
            if (answer.RetryAfter is { } rest)
            {
                pace.Hold(rest);
            }

            return answer;
        }
        catch (GraphException e) when (e.Fault == GraphFault.Busy || e is { Fault: GraphFault.Unclear, Wait: not null })
        {
            pace.Hold(e.Wait);
            throw;
        }
    }

    private static string Named(string messageId) => "$filter=" + Uri.EscapeDataString($"internetMessageId eq '<{messageId.Replace("'", "''", StringComparison.Ordinal)}>'");

    private string Message(string id) => $"{Root}/messages/{Uri.EscapeDataString(id)}";

    private static IEnumerable<JsonObject> Items(JsonObject answer) => (answer["value"] as JsonArray ?? []).OfType<JsonObject>();

    private static GraphItem Item(JsonObject item) =>
        new(Text(item, "id"), ((string?)item["internetMessageId"] ?? "").Trim('<', '>'), (string?)item["conversationId"], (bool?)item["isDraft"] ?? false);

    private static string Text(JsonObject item, string name) =>
        (string?)item[name] is { Length: > 0 } text ? text : throw new GraphException(GraphFault.Unclear, $"The answer of Graph has no '{name}'.");
}

/// <param name="MessageId">Without angle brackets.</param>
internal sealed record GraphItem(string Id, string MessageId, string? ConversationId, bool IsDraft);

/// <param name="Next">More is there; null: this is the last page, and <paramref name="Delta"/> is where the next round begins.</param>
internal sealed record DeltaPage(IReadOnlyList<Arrival> Arrivals, string? Next, string? Delta);

/// <param name="AtUtc">Null: Graph did not say.</param>
internal sealed record Arrival(string Id, DateTimeOffset? AtUtc);
