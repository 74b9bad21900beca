using System.Globalization;
using System.Text.Json.Nodes;

namespace Tickets.Tests.StandIns;

/// <summary>As the Table API of ServiceNow: nothing keeps two records from having one correlation id.</summary>
internal sealed class ServiceNowStandIn(TimeProvider clock) : StandIn(clock)
{
    protected override bool Creates(HttpMethod method, string path) => method == HttpMethod.Post;

    protected override (int Status, JsonNode? Body) Answer(Call call)
    {
        var parts = call.Path.Split('/')[4..];
        var query = call.Query["sysparm_query"].ToString().Split('^').Select(part => part.Split('=', 2)).ToLookup(part => part[0], part => part.Length > 1 ? part[1] : "");
        return (call.Method.Method, parts) switch
        {
            ("POST", ["incident"]) => (201, Result(Json(Add(call.Body!["correlation_id"]!.GetValue<string>(), call.Body, Lateness)))),
            ("GET", ["sys_user_group"]) => (200, Result(new JsonArray([.. query["name"].Where(name => name == "Deal Desk").Select(_ => (JsonNode)new JsonObject { ["sys_id"] = "g1" })]))),
            ("GET", ["sys_user"]) => (200, Result(new JsonArray([.. query["email"].Where(mail => mail == "seller@example.com").Select(_ => (JsonNode)new JsonObject { ["sys_id"] = "u1" })]))),
            ("GET", ["sys_journal_field"]) => (200, Result(Journal(query))),
            ("GET", ["incident"]) when query.Contains("ORDERBYDESCsys_created_on") => (200, Result(new JsonArray(new JsonObject(
                call.Query["sysparm_fields"].ToString().Split(',').Where(Columns.Contains).Select(column => KeyValuePair.Create<string, JsonNode?>(column, "")))))),
            ("GET", ["incident"]) when query.Contains("correlation_id") => (200, Result(new JsonArray([.. Searched(query["correlation_id"].Single()).Select(Json)]))),
            ("GET", ["incident"]) when query.Contains("number") => (200, Result(new JsonArray([.. There().Where(ticket => NumberOf(ticket) == query["number"].Single()).Select(Json)]))),
            ("GET", ["incident"]) => (200, Result(new JsonArray([.. There().Where(ticket => call.Query["sysparm_query"].ToString()["numberIN".Length..].Split(',').Contains(NumberOf(ticket))).Select(Json)]))),
            ("PATCH", ["incident", var id]) => Patch(call, id),
            _ => (404, new JsonObject { ["error"] = new JsonObject { ["message"] = "No such table" } }),
        };
    }

    // Others are left out of an answer, as there.
    private static readonly string[] Columns = ["number", "category", "u_opportunity"];

    private static string NumberOf(StandInTicket ticket) => $"INC{ticket.Number.ToString("d7", CultureInfo.InvariantCulture)}";

    private (int, JsonNode?) Patch(Call call, string id)
    {
        var ticket = There().First(ticket => $"s{ticket.Number}" == id);
        Say(ticket, call.Body!["work_notes"]!.GetValue<string>(), isPublic: false, "approvals");
        return (200, Result(Json(ticket)));
    }

    private JsonArray Journal(ILookup<string, string> query)
    {
        var ticket = There().FirstOrDefault(ticket => $"s{ticket.Number}" == query["element_id"].Single());
        var publicOnly = query.Contains("element");
        return new JsonArray([.. (ticket?.Remarks ?? []).Where(remark => remark.IsPublic || !publicOnly).Select(remark => (JsonNode)new JsonObject
        {
            ["sys_id"] = $"j{remark.Id}", ["value"] = remark.Text, ["sys_created_by"] = remark.Author, ["sys_created_on"] = Time(remark.AtUtc),
        })]);
    }

    private static JsonObject Result(JsonNode result) => new() { ["result"] = result };

    private static JsonNode Json(StandInTicket ticket) => new JsonObject
    {
        ["sys_id"] = $"s{ticket.Number}",
        ["number"] = NumberOf(ticket),
        ["correlation_id"] = ticket.Key,
        ["state"] = ticket.Status switch { "solved" => "6", "closed" => "7", _ => "2" },
        ["active"] = ticket.Status == "closed" ? "false" : "true",
        ["sys_updated_on"] = Time(ticket.UpdatedAtUtc),
    };

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
