using System.Text.Json.Nodes;

namespace Tickets.Tests.StandIns;

/// <summary>As GitLab issues: labels come to be when they are used, and nothing keeps two issues from having one.</summary>
internal sealed class GitLabStandIn(TimeProvider clock) : StandIn(clock)
{
    private const string Project = "legal%2Fcompliance";

    protected override bool Creates(HttpMethod method, string path) => method == HttpMethod.Post && path.EndsWith("/issues", StringComparison.Ordinal);

    protected override (int Status, JsonNode? Body) Answer(Call call) => (call.Method.Method, call.Path.Split('/')[3..]) switch
    {
        ("POST", ["projects", Project, "issues"]) => (201, Json(Add(call.Body!["labels"]!.GetValue<string>().Split(',')[0], call.Body, Lateness))),
        ("GET", ["projects", Project, "issues"]) when call.Query.ContainsKey("labels") => (200, ZendeskStandIn.Array(Searched(call.Query["labels"]).Select(Json))),
        ("GET", ["projects", Project, "issues"]) => (200, ZendeskStandIn.Array(There().Where(ticket => call.Query["iids[]"].Contains($"{ticket.Number}")).Select(Json))),
        ("GET", ["projects", Project, "issues", var iid, "notes"]) => (200, ZendeskStandIn.Array((Find(iid)?.Remarks ?? []).Skip((int.Parse(call.Query["page"]!) - 1) * 100).Take(100).Select(remark => new JsonObject
        {
            ["id"] = remark.Id,
            ["body"] = remark.Text,
            ["internal"] = !remark.IsPublic,
            ["system"] = false,
            ["author"] = new JsonObject { ["name"] = remark.Author },
            ["created_at"] = Iso(remark.AtUtc),
        }))),
        ("POST", ["projects", Project, "issues", var iid, "notes"]) => Note(call, Find(iid)),
        ("GET", ["projects", Project]) => (200, new JsonObject { ["id"] = 5, ["permissions"] = new JsonObject { ["project_access"] = new JsonObject { ["access_level"] = AccessLevel } } }),
        ("GET", ["user"]) => (200, new JsonObject { ["id"] = 1 }),
        _ => (404, new JsonObject { ["message"] = "404 Project Not Found" }),
    };

    public int AccessLevel { get; set; } = 30;

    private StandInTicket? Find(string iid) => There().FirstOrDefault(ticket => $"{ticket.Number}" == iid);

    private (int, JsonNode?) Note(Call call, StandInTicket? ticket)
    {
        Say(ticket!, call.Body!["body"]!.GetValue<string>(), !call.Body["internal"]!.GetValue<bool>(), "approvals");
        return (201, new JsonObject());
    }

    private JsonNode Json(StandInTicket ticket) => new JsonObject
    {
        ["iid"] = ticket.Number,
        ["web_url"] = $"{Url}legal/compliance/-/issues/{ticket.Number}",
        ["state"] = ticket.Status is "solved" or "closed" ? "closed" : "opened",
        ["updated_at"] = Iso(ticket.UpdatedAtUtc),
    };
}
