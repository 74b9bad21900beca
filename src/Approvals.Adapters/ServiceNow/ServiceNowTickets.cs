using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Approvals.Adapters.Tickets;
using Approvals.App.Ports;
using Approvals.Core.Catalogue;
using Approvals.Core.Requests;

namespace Approvals.Adapters.ServiceNow;

/// <summary>Records of a table in ServiceNow, known again by <c>correlation_id</c>. Nothing there keeps two from having the same, so it is looked up first.</summary>
internal sealed class ServiceNowTickets : IRemoteTickets, ITicketProbe
{
    private readonly ServiceNowOptions options;
    private readonly RemoteHttp api;
    private readonly Named<string> groups;
    private readonly Named<string> users;

    public ServiceNowTickets(HttpClient http, ServiceNowOptions options, TimeProvider clock)
    {
        this.options = options;
        api = new RemoteHttp(http, "ServiceNow", options.Password, Basic(options));
        groups = new((name, ct) => IdAsync("sys_user_group", "name", name, ct), clock);
        users = new((mail, ct) => IdAsync("sys_user", "email", mail, ct), clock);
    }

    public string System => "servicenow";

    public static string Basic(ServiceNowOptions options) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.User}:{options.Password}"));

    public async Task<DeskTicket> CreateAsync(TicketDraft draft, CancellationToken ct)
    {
        var table = draft.Form ?? options.Table;
        var (urgency, impact) = Scale(draft.Priority);
        var record = new JsonObject();
        foreach (var (name, value) in draft.Fields.Where(field => field.Value.Length > 0))
        {
            record[name] = value;
        }

        record["short_description"] = draft.Subject;
        record["description"] = draft.Copy is { } copy ? $"{draft.Body}\n\nAsked for by: {copy}" : draft.Body;
        record["urgency"] = urgency;
        record["impact"] = impact;
        record["correlation_id"] = draft.Key;
        record["correlation_display"] = "Approvals";
        if (draft.Category is { } category)
        {
            record["category"] = category;
        }

        if (draft.Queue is { } queue)
        {
            record["assignment_group"] = await groups.OfAsync(queue, ct) is { Length: > 0 } group
                ? group
                : throw new RemoteException(RemoteFault.Refused, $"ServiceNow has no group '{queue}'. Add it there, or correct the queue in the catalogue.");
        }

        // Who is no user there is named in the evidence all the same.
        if (await users.OfAsync(draft.Requester.Value, ct) is { Length: > 0 } caller)
        {
            record["caller_id"] = caller;
        }

        return TicketOf(table, (await api.SendAsync(HttpMethod.Post, $"api/now/table/{table}", record, ct)).Under("result"));
    }

    public async Task<DeskTicket?> FindAsync(TicketDraft draft, CancellationToken ct)
    {
        var table = draft.Form ?? options.Table;
        var found = await QueryAsync(table, $"correlation_id={draft.Key}^ORDERBYsys_created_on", "number,correlation_id", 2, ct);
        return found.Where(record => record.Text("correlation_id") == draft.Key).Select(record => TicketOf(table, record)).FirstOrDefault();
    }

    public async Task<ImmutableArray<TicketLook>?> LookAsync(ImmutableArray<string> keys, CancellationToken ct)
    {
        var looks = ImmutableArray.CreateBuilder<TicketLook>();
        foreach (var table in keys.Select(Place).GroupBy(place => place.Table, place => place.Number))
        {
            foreach (var record in await QueryAsync(table.Key, $"numberIN{string.Join(',', table)}", "number,state,active,sys_updated_on", ITicketDesk.MaxLook, ct))
            {
                var phase = record.Text("state") == "6" ? TicketPhase.Solved : record.Text("active") == "false" ? TicketPhase.Closed : TicketPhase.Open;
                looks.Add(new TicketLook(TicketOf(table.Key, record).Key, phase, record.Time("sys_updated_on")));
            }
        }

        return looks.ToImmutable();
    }

    public async Task<ImmutableArray<TicketRemark>> RemarksAsync(string key, CancellationToken ct) =>
        [.. (await JournalAsync(key, "element=comments", ct)).Select(entry => new TicketRemark(
            entry.Needed("sys_id"), entry.Text("sys_created_by") ?? "ServiceNow", entry.Text("value") ?? "", entry.Time("sys_created_on")))];

    public async Task<bool> IsSaidAsync(string ticket, string marker, CancellationToken ct) =>
        (await JournalAsync(ticket, "elementINcomments,work_notes", ct)).Any(entry => entry.Text("value")?.Contains(marker, StringComparison.Ordinal) == true);

    public async Task RemarkAsync(DeskRemark remark, CancellationToken ct)
    {
        var (table, number) = Place(remark.Ticket);
        await api.SendAsync(HttpMethod.Patch, $"api/now/table/{table}/{await SysIdAsync(table, number, ct)}", new JsonObject { ["work_notes"] = remark.Text }, ct);
    }

    public Task<ImmutableArray<string>> CheckAsync(ImmutableArray<TicketTemplate> templates, CancellationToken ct) => Probe.RunAsync(
        [
            .. templates.Select(template => template.Form ?? options.Table).DefaultIfEmpty(options.Table).Distinct().Select(table => ($"the table {table}", (Func<Task<string?>>)(async () =>
            {
                await QueryAsync(table, "correlation_id=approvals-check", "number,correlation_id", 1, ct);
                return null;
            }))),
            .. templates.GroupBy(template => template.Form ?? options.Table).Select(table => ($"the columns of {table.Key}", (Func<Task<string?>>)(() => ColumnProblemAsync(
                table.Key, [.. table.SelectMany(template => template.Category is null ? template.Fields.Keys : template.Fields.Keys.Append("category")).Distinct()], ct)))),
            ("the journal", async () =>
            {
                await QueryAsync("sys_journal_field", "element_id=approvals-check", "sys_id", 1, ct);
                return null;
            }),
            .. templates.Select(template => template.Queue).OfType<string>().Where(queue => !queue.Contains("{{", StringComparison.Ordinal)).Distinct().Select(queue => ($"the group {queue}", (Func<Task<string?>>)(async () =>
                await groups.OfAsync(queue, ct) is { Length: > 0 } ? null : $"There is no active group '{queue}'. Add it there, or correct the queue in the catalogue."))),
        ]);

    // A column that a table does not have is left out of its records, and what is written to it is lost without a word. An empty table tells nothing.
    private async Task<string?> ColumnProblemAsync(string table, IReadOnlyList<string> columns, CancellationToken ct)
    {
        if (columns.Count == 0 || (await QueryAsync(table, "ORDERBYDESCsys_created_on", string.Join(',', columns), 1, ct)).FirstOrDefault() is not JsonObject record)
        {
            return null;
        }

        var missing = columns.Where(column => !record.ContainsKey(column)).ToList();
        return missing.Count == 0
            ? null
            : $"The table {table} has no column {string.Join(" and no column ", missing)}, or the account may not read it. Add it there, give the account the right, or correct the fields in the catalogue.";
    }

    private async Task<IEnumerable<JsonNode>> JournalAsync(string key, string element, CancellationToken ct)
    {
        var (table, number) = Place(key);
        return await QueryAsync("sys_journal_field", $"element_id={await SysIdAsync(table, number, ct)}^{element}^ORDERBYsys_created_on", "sys_id,value,sys_created_by,sys_created_on", 500, ct);
    }

    private async Task<string> SysIdAsync(string table, string number, CancellationToken ct) =>
        (await QueryAsync(table, $"number={number}", "sys_id", 1, ct)).FirstOrDefault()?.Text("sys_id")
        ?? throw new RemoteException(RemoteFault.Refused, $"ServiceNow has no record {number} in {table} any more.");

    private async Task<string> IdAsync(string table, string column, string value, CancellationToken ct) =>
        // A caret would begin another condition.
        value.Contains('^', StringComparison.Ordinal) ? "" : (await QueryAsync(table, $"{column}={value}^active=true", "sys_id", 1, ct)).FirstOrDefault()?.Text("sys_id") ?? "";

    private async Task<IEnumerable<JsonNode>> QueryAsync(string table, string query, string fields, int limit, CancellationToken ct) => (await api.GetAsync(
        $"api/now/table/{table}?sysparm_query={Uri.EscapeDataString(query)}&sysparm_fields={Uri.EscapeDataString(fields)}&sysparm_limit={limit}&sysparm_exclude_reference_link=true", ct)).Items("result");

    // Numbers are those of their table: a ticket of another than the usual one says which.
    private (string Table, string Number) Place(string key) => key.Split(':') is [var table, var number] ? (table, number) : (options.Table, key);

    private DeskTicket TicketOf(string table, JsonNode? record)
    {
        var number = record.Needed("number");
        return new DeskTicket(table == options.Table ? number : $"{table}:{number}", new Uri(options.Url, $"{table}.do?sysparm_query=number={number}").AbsoluteUri);
    }

    private static (string Urgency, string Impact) Scale(string priority) => priority switch
    {
        "Urgent" => ("1", "1"),
        "High" => ("1", "2"),
        "Low" => ("3", "3"),
        _ => ("2", "2"),
    };
}
