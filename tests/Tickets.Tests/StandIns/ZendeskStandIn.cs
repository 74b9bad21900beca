using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Tickets.Tests.StandIns;

/// <summary>As Zendesk: a repeat under one Idempotency-Key within two hours is the first again; under another body it is refused.</summary>
internal sealed class ZendeskStandIn(TimeProvider clock) : StandIn(clock)
{
    private readonly ConcurrentDictionary<string, (StandInTicket Ticket, string Body, DateTimeOffset AtUtc)> known = new();
    private readonly Lock gate = new();

    /// <summary>Whether a repeat is recognised; without it only the look-up keeps tickets apart.</summary>
    public bool KnowsRepeats { get; set; } = true;

    protected override bool Creates(HttpMethod method, string path) => method == HttpMethod.Post && path == "/api/v2/tickets";

    protected override IEnumerable<(string Name, string Value)> HeadersOf(Call call) => call.Creates ? [("x-idempotency-lookup", "miss")] : [];

    protected override (int Status, JsonNode? Body) Answer(Call call) => (call.Method.Method, call.Path.Split('/')[3..]) switch
    {
        ("POST", ["tickets"]) => Create(call),
        ("GET", ["tickets"]) => (200, new JsonObject { ["tickets"] = Array(Searched(call.Query["external_id"]).Select(Json)) }),
        ("GET", ["tickets", "show_many"]) => (200, new JsonObject { ["tickets"] = Array(There().Where(ticket => call.Query["ids"].ToString().Split(',').Contains($"{ticket.Number}")).Select(Json)) }),
        ("GET", ["tickets", var id, "comments"]) => (200, Comments(Find(id))),
        ("PUT", ["tickets", var id]) => Update(call, Find(id)),
        ("GET", ["ticket_fields"]) => (200, new JsonObject
        {
            ["ticket_fields"] = new JsonArray(
                new JsonObject { ["id"] = 11, ["title"] = "What category of request?", ["active"] = true, ["custom_field_options"] = new JsonArray(new JsonObject { ["name"] = "Self-Managed::Exemption", ["value"] = "sm_exemption" }) },
                new JsonObject { ["id"] = 12, ["title"] = "GitLab Version", ["active"] = true },
                new JsonObject { ["id"] = 13, ["title"] = "Gone", ["active"] = false }),
            ["meta"] = new JsonObject { ["has_more"] = false },
        }),
        ("GET", ["groups"]) => (200, new JsonObject { ["groups"] = new JsonArray(new JsonObject { ["id"] = 21, ["name"] = "License & Renewals" }), ["meta"] = new JsonObject { ["has_more"] = false } }),
        ("GET", ["users", "me"]) => (200, new JsonObject { ["user"] = new JsonObject { ["id"] = 1, ["role"] = Role } }),
        ("GET", ["ticket_forms", var form]) => form == "7"
            ? (200, new JsonObject { ["ticket_form"] = new JsonObject { ["id"] = 7, ["active"] = true, ["ticket_field_ids"] = new JsonArray(11, 12) } })
            : (404, new JsonObject { ["error"] = "RecordNotFound" }),
        _ => (404, new JsonObject { ["error"] = "RecordNotFound" }),
    };

    public string Role { get; set; } = "agent";

    private (int, JsonNode?) Create(Call call)
    {
        lock (gate)
        {
            var key = call.Headers["Idempotency-Key"].ToString();
            var body = call.Body!.ToJsonString();
            if (KnowsRepeats && known.TryGetValue(key, out var first) && first.AtUtc + TimeSpan.FromHours(2) > Now)
            {
                return first.Body == body ? (201, new JsonObject { ["ticket"] = Json(first.Ticket) }) : (400, new JsonObject { ["error"] = "IdempotencyKeyMismatch" });
            }

            var ticket = Add(call.Body["ticket"]!["external_id"]!.GetValue<string>(), call.Body["ticket"]!, Lateness);
            known[key] = (ticket, body, Now);
            return (201, new JsonObject { ["ticket"] = Json(ticket) });
        }
    }

    private (int, JsonNode?) Update(Call call, StandInTicket? ticket)
    {
        if (ticket is null)
        {
            return (404, null);
        }

        Say(ticket, call.Body!["ticket"]!["comment"]!["body"]!.GetValue<string>(), call.Body["ticket"]!["comment"]!["public"]!.GetValue<bool>(), "agent");
        return (200, new JsonObject { ["ticket"] = Json(ticket) });
    }

    private StandInTicket? Find(string id) => There().FirstOrDefault(ticket => $"{ticket.Number}" == id);

    private static JsonObject Comments(StandInTicket? ticket) => new()
    {
        ["comments"] = Array((ticket?.Remarks ?? []).Select(remark => new JsonObject { ["id"] = remark.Id, ["body"] = remark.Text, ["plain_body"] = remark.Text, ["public"] = remark.IsPublic, ["author_id"] = 1, ["created_at"] = Iso(remark.AtUtc) })),
        ["users"] = new JsonArray(new JsonObject { ["id"] = 1, ["email"] = "agent@support.example" }),
        ["meta"] = new JsonObject { ["has_more"] = false },
    };

    private static JsonNode Json(StandInTicket ticket) => new JsonObject { ["id"] = ticket.Number, ["external_id"] = ticket.Key, ["status"] = ticket.Status, ["updated_at"] = Iso(ticket.UpdatedAtUtc) };

    internal static JsonArray Array(IEnumerable<JsonNode> nodes) => new([.. nodes]);
}
