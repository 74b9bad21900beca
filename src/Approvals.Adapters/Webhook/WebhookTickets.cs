using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Approvals.Adapters.Tickets;
using Approvals.App.Ports;
using Approvals.Core.Catalogue;

namespace Approvals.Adapters.Webhook;

/// <summary>
/// Posts tickets to a program of the customer's, signed as <em>Standard Webhooks</em> says: <c>webhook-id</c> is the ticket's key, and taking two posts of one id
/// for one is the receiver's part.
/// </summary>
internal sealed class WebhookTickets(HttpClient http, WebhookOptions options, TimeProvider clock) : IRemoteTickets, ITicketProbe
{
    private readonly RemoteHttp api = new(http, "The webhook", options.Secret);

    public string System => "webhook";

    public bool IsRepeatSafe => true;

    public async Task<DeskTicket> CreateAsync(TicketDraft draft, CancellationToken ct)
    {
        var fields = new JsonObject();
        foreach (var (name, value) in draft.Fields)
        {
            fields[name] = value;
        }

        var answer = await PostAsync(draft.Key, new JsonObject
        {
            ["type"] = "ticket.open",
            ["key"] = draft.Key,
            ["request"] = draft.Request.Value,
            ["template"] = draft.Template,
            ["requester"] = draft.Requester.Value,
            ["askedBy"] = (draft.Copy ?? draft.Requester).Value,
            ["subject"] = draft.Subject,
            ["body"] = draft.Body,
            ["priority"] = draft.Priority,
            ["form"] = draft.Form,
            ["queue"] = draft.Queue,
            ["category"] = draft.Category,
            ["tags"] = new JsonArray([.. draft.Tags.Select(tag => (JsonNode)tag)]),
            ["fields"] = fields,
        }, ct);
        return new DeskTicket(answer.Text("key") ?? draft.Key, answer.Text("url") is { } url && Uri.TryCreate(url, UriKind.Absolute, out var link) && link.Scheme is "https" or "http" ? url : null);
    }

    public Task<DeskTicket?> FindAsync(TicketDraft draft, CancellationToken ct) => Task.FromResult<DeskTicket?>(null);

    public Task<bool> IsSaidAsync(string ticket, string marker, CancellationToken ct) => Task.FromResult(false);

    public Task RemarkAsync(DeskRemark remark, CancellationToken ct) =>
        PostAsync(remark.Key, new JsonObject { ["type"] = "ticket.remark", ["key"] = remark.Key, ["ticket"] = remark.Ticket, ["text"] = remark.Text }, ct);

    public Task<ImmutableArray<TicketLook>?> LookAsync(ImmutableArray<string> keys, CancellationToken ct) => Task.FromResult<ImmutableArray<TicketLook>?>(null);

    public Task<ImmutableArray<TicketRemark>> RemarksAsync(string key, CancellationToken ct) => Task.FromResult(ImmutableArray<TicketRemark>.Empty);

    /// <summary>Posts <c>{"type":"ping"}</c>, signed: whoever takes it takes tickets.</summary>
    public Task<ImmutableArray<string>> CheckAsync(ImmutableArray<TicketTemplate> templates, CancellationToken ct) => Probe.RunAsync(
        [
            ("a signed ping", async () =>
            {
                await PostAsync($"ping-{clock.GetUtcNow().ToUnixTimeSeconds()}", new JsonObject { ["type"] = "ping" }, ct);
                return null;
            }),
        ]);

    private async Task<JsonNode> PostAsync(string id, JsonObject body, CancellationToken ct)
    {
        var text = body.ToJsonString();
        var timestamp = clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var (_, answer) = await api.CallAsync(
            HttpMethod.Post, "", text, ct, ("webhook-id", id), ("webhook-timestamp", timestamp), ("webhook-signature", Signatures.Standard(options.Secret, id, timestamp, text)));
        try
        {
            // An answer is welcome, and not asked for.
            return (answer.TrimStart().StartsWith('{') ? JsonNode.Parse(answer) : null) ?? new JsonObject();
        }
        catch (global::System.Text.Json.JsonException)
        {
            return new JsonObject();
        }
    }
}
