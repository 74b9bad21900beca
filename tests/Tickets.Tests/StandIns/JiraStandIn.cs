using System.Text.Json.Nodes;

namespace Tickets.Tests.StandIns;

/// <summary>As Jira Service Management: no key for repeats, and a search that lags; reads by key do not.</summary>
internal sealed class JiraStandIn(TimeProvider clock) : StandIn(clock)
{
    public bool HasLabels { get; set; } = true;

    protected override bool Creates(HttpMethod method, string path) => method == HttpMethod.Post && path == "/rest/servicedeskapi/request";

    protected override (int Status, JsonNode? Body) Answer(Call call) => (call.Method.Method, call.Path.Split('/')[2..]) switch
    {
        ("POST", ["servicedeskapi", "request"]) => (201, new JsonObject
        {
            ["issueKey"] = KeyOf(Add(call.Body!["requestFieldValues"]!["labels"]![0]!.GetValue<string>(), call.Body, Lateness)),
        }),
        ("POST", ["api", "3", "search", "jql"]) => (200, new JsonObject
        {
            ["issues"] = ZendeskStandIn.Array(Searched(call.Body!["jql"]!.GetValue<string>().Split('"')[1]).Select(Json)),
        }),
        ("POST", ["api", "3", "issue", "bulkfetch"]) => (200, new JsonObject
        {
            ["issues"] = ZendeskStandIn.Array(There().Where(ticket => call.Body!["issueIdsOrKeys"]!.AsArray().Any(key => key!.GetValue<string>() == KeyOf(ticket))).Select(Json)),
        }),
        ("GET", ["servicedeskapi", "request", var key, "comment"]) => (200, Comments(Find(key))),
        ("POST", ["servicedeskapi", "request", var key, "comment"]) => Comment(call, Find(key)),
        ("GET", ["servicedeskapi", "servicedesk", "3", "requesttype", "42", "field"]) => (200, Fields()),
        ("GET", ["servicedeskapi", "servicedesk", "3"]) => (200, new JsonObject { ["id"] = "3" }),
        ("GET", ["api", "3", "user", "search"]) => (200, call.Query["query"] == "seller@example.com"
            ? new JsonArray(new JsonObject { ["accountId"] = "a1", ["emailAddress"] = "seller@example.com" })
            : new JsonArray()),
        ("GET", ["api", "3", "myself"]) => (200, new JsonObject { ["accountId"] = "me" }),
        _ => (404, new JsonObject { ["errorMessage"] = "Not found" }),
    };

    private static string KeyOf(StandInTicket ticket) => $"DD-{ticket.Number}";

    private StandInTicket? Find(string key) => There().FirstOrDefault(ticket => KeyOf(ticket) == key);

    private JsonObject Fields()
    {
        var fields = new JsonArray(
            new JsonObject { ["fieldId"] = "summary", ["name"] = "Summary" },
            new JsonObject { ["fieldId"] = "customfield_10", ["name"] = "Region", ["validValues"] = new JsonArray(new JsonObject { ["value"] = "101", ["label"] = "EMEA" }) });
        if (HasLabels)
        {
            fields.Add(new JsonObject { ["fieldId"] = "labels", ["name"] = "Labels" });
        }

        return new JsonObject { ["requestTypeFields"] = fields };
    }

    private (int, JsonNode?) Comment(Call call, StandInTicket? ticket)
    {
        Say(ticket!, call.Body!["body"]!.GetValue<string>(), call.Body["public"]!.GetValue<bool>(), "approvals");
        return (201, new JsonObject());
    }

    private static JsonObject Comments(StandInTicket? ticket) => new()
    {
        ["isLastPage"] = true,
        ["values"] = ZendeskStandIn.Array((ticket?.Remarks ?? []).Select(remark => new JsonObject
        {
            ["id"] = $"{remark.Id}",
            ["body"] = remark.Text,
            ["public"] = remark.IsPublic,
            ["author"] = new JsonObject { ["displayName"] = remark.Author },
            ["created"] = new JsonObject { ["iso8601"] = Iso(remark.AtUtc) },
        })),
    };

    private static JsonNode Json(StandInTicket ticket) => new JsonObject
    {
        ["key"] = KeyOf(ticket),
        ["fields"] = new JsonObject
        {
            ["status"] = new JsonObject { ["statusCategory"] = new JsonObject { ["key"] = ticket.Status is "solved" or "closed" ? "done" : "indeterminate" } },
            ["updated"] = Iso(ticket.UpdatedAtUtc),
        },
    };
}
