using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Approvals.Adapters.Tickets;
using Approvals.App.Ports;
using Approvals.Core.Catalogue;
using Approvals.Core.Requests;

namespace Approvals.Adapters.Zendesk;

/// <summary>
/// Tickets in Zendesk. Its <c>Idempotency-Key</c> makes a repeat within two hours the same ticket; beyond that, and whenever an answer was lost, the ticket is
/// looked up by <c>external_id</c> first.
/// </summary>
internal sealed class ZendeskTickets(HttpClient http, ZendeskOptions options, TimeProvider clock) : IRemoteTickets, ITicketProbe
{
    private readonly RemoteHttp api = new(http, "Zendesk", options.Token, Basic(options));
    private readonly ZendeskNames names = new(new RemoteHttp(http, "Zendesk", options.Token, Basic(options)), clock);

    public string System => "zendesk";

    public static string Basic(ZendeskOptions options) => Convert.ToBase64String(global::System.Text.Encoding.UTF8.GetBytes($"{options.Email}/token:{options.Token}"));

    public async Task<DeskTicket> CreateAsync(TicketDraft draft, CancellationToken ct)
    {
        var answer = await api.SendAsync(HttpMethod.Post, "api/v2/tickets", await BodyAsync(draft, ct), ct, ("Idempotency-Key", draft.Key));
        return TicketOf(answer.Under("ticket"));
    }

    public async Task<DeskTicket?> FindAsync(TicketDraft draft, CancellationToken ct)
    {
        var answer = await api.GetAsync($"api/v2/tickets?external_id={Uri.EscapeDataString(draft.Key)}", ct);
        return answer.Items("tickets").Where(ticket => ticket.Text("external_id") == draft.Key).OrderBy(ticket => ticket.Number("id")).Select(TicketOf).FirstOrDefault();
    }

    public async Task<ImmutableArray<TicketLook>?> LookAsync(ImmutableArray<string> keys, CancellationToken ct)
    {
        var answer = await api.GetAsync($"api/v2/tickets/show_many?ids={string.Join(',', keys)}", ct);
        return [.. answer.Items("tickets").Select(ticket => new TicketLook(ticket.Needed("id"), PhaseOf(ticket.Text("status")), ticket.Time("updated_at")))];
    }

    // What the product writes is internal, and so is what agents say among themselves: neither is for the requester.
    public async Task<ImmutableArray<TicketRemark>> RemarksAsync(string key, CancellationToken ct)
    {
        var (comments, users) = await CommentsAsync(key, ct);
        var people = users.ToDictionary(user => user.Needed("id"), user => user.Text("email") ?? user.Text("name"));
        return [.. comments.Where(comment => comment.Flag("public")).Select(comment => new TicketRemark(
            comment.Needed("id"), people.GetValueOrDefault(comment.Text("author_id") ?? "") ?? "Zendesk", comment.Text("plain_body") ?? comment.Text("body") ?? "", comment.Time("created_at")))];
    }

    public async Task<bool> IsSaidAsync(string ticket, string marker, CancellationToken ct) =>
        (await CommentsAsync(ticket, ct)).Comments.Any(comment => comment.Text("body")?.Contains(marker, StringComparison.Ordinal) == true);

    public Task RemarkAsync(DeskRemark remark, CancellationToken ct) => api.SendAsync(
        HttpMethod.Put, $"api/v2/tickets/{Uri.EscapeDataString(remark.Ticket)}",
        new JsonObject { ["ticket"] = new JsonObject { ["comment"] = new JsonObject { ["body"] = remark.Text, ["public"] = false } } }, ct);

    public Task<ImmutableArray<string>> CheckAsync(ImmutableArray<TicketTemplate> templates, CancellationToken ct) => Probe.RunAsync(
        [
            ("the credentials", async () => (await api.GetAsync("api/v2/users/me", ct)).Under("user").Text("role") is "agent" or "admin"
                ? null
                : "The account is no agent. Give it the role of an agent, or an API token of one (Approvals:Tickets:Zendesk:Email, Token)."),
            .. templates.Select(template => template.Form!).Distinct().Select(form => ($"the form {form}", (Func<Task<string?>>)(async () =>
                (await api.GetAsync($"api/v2/ticket_forms/{form}", ct)).Under("ticket_form").Flag("active") ? null : $"The form {form} is not active. Activate it, or name another in the catalogue."))),
            .. templates.Select(template => template.Queue).OfType<string>().Where(queue => !queue.Contains("{{", StringComparison.Ordinal)).Distinct().Select(queue => ($"the group {queue}", (Func<Task<string?>>)(async () =>
            {
                await names.GroupAsync(queue, ct);
                return null;
            }))),
            .. templates.SelectMany(template => template.Fields.Append(new(options.CategoryField, template.Category ?? "")).Where(field => field.Value.Length > 0).Select(field => (template.Form, field.Key, field.Value))).Distinct()
                .Select(field => ($"the field {field.Key}", (Func<Task<string?>>)(() => FieldProblemAsync(field.Form!, field.Key, field.Value, ct)))),
        ]);

    private async Task<string?> FieldProblemAsync(string form, string name, string value, CancellationToken ct)
    {
        if ((await names.FieldsAsync(ct)).GetValueOrDefault(name) is not { } field)
        {
            return $"There is no field '{name}'. Add it there, or correct the catalogue.";
        }

        HashSet<string> onForm;
        try
        {
            onForm = [.. (await api.GetAsync($"api/v2/ticket_forms/{form}", ct)).Under("ticket_form").Items("ticket_field_ids").Select(id => id.ToString())];
        }
        catch (RemoteException e) when (e.Fault == RemoteFault.Refused)
        {
            // That the form is missing was told once.
            return null;
        }

        return !onForm.Contains(field.Id.ToString(CultureInfo.InvariantCulture)) ? $"The field '{name}' is not on the form {form}. Add it to the form, or take it out of the catalogue."
            : !value.Contains("{{", StringComparison.Ordinal) && field.ValueOf(value) is null ? $"The field '{name}' has no choice '{value}'. Add it there, or correct the catalogue."
            : null;
    }

    private async Task<(List<JsonNode> Comments, List<JsonNode> Users)> CommentsAsync(string ticket, CancellationToken ct)
    {
        var comments = new List<JsonNode>();
        var users = new Dictionary<string, JsonNode>();
        for (var path = $"api/v2/tickets/{Uri.EscapeDataString(ticket)}/comments?include=users&page[size]=100"; path is not null;)
        {
            var answer = await api.GetAsync(path, ct);
            comments.AddRange(answer.Items("comments"));
            foreach (var user in answer.Items("users"))
            {
                users[user.Needed("id")] = user;
            }

            path = ZendeskNames.Next(answer);
        }

        return (comments, [.. users.Values]);
    }

    private async Task<JsonObject> BodyAsync(TicketDraft draft, CancellationToken ct)
    {
        var all = await names.FieldsAsync(ct);
        var fields = new JsonArray();
        if (draft.Category is { } category)
        {
            fields.Add(Field(all, options.CategoryField, category));
        }

        foreach (var (name, value) in draft.Fields.Where(field => field.Value.Length > 0))
        {
            fields.Add(Field(all, name, value));
        }

        var ticket = new JsonObject
        {
            ["subject"] = draft.Subject,
            ["comment"] = new JsonObject { ["body"] = draft.Body, ["public"] = false },
            ["requester"] = new JsonObject { ["name"] = draft.Requester.Value, ["email"] = draft.Requester.Value },
            ["ticket_form_id"] = long.Parse(draft.Form!, CultureInfo.InvariantCulture),
            ["priority"] = draft.Priority.ToLowerInvariant(),
            ["tags"] = new JsonArray([.. draft.Tags.Select(tag => (JsonNode)Tag(tag))]),
            ["custom_fields"] = fields,
            ["external_id"] = draft.Key,
        };
        if (draft.Queue is { } queue)
        {
            ticket["group_id"] = await names.GroupAsync(queue, ct);
        }

        if (draft.Copy is { } copy)
        {
            ticket["email_ccs"] = new JsonArray(new JsonObject { ["user_email"] = copy.Value, ["action"] = "put" });
        }

        return new JsonObject { ["ticket"] = ticket };
    }

    private static JsonObject Field(IReadOnlyDictionary<string, ZendeskField> all, string name, string value)
    {
        var field = all.GetValueOrDefault(name) ?? throw new RemoteException(RemoteFault.Refused, $"Zendesk has no ticket field '{name}'. Add it there, or correct the catalogue.");
        return new JsonObject { ["id"] = field.Id, ["value"] = field.ValueOf(value) ?? throw new RemoteException(RemoteFault.Refused, $"The Zendesk field '{name}' has no choice '{value}'. Add it there, or correct the catalogue.") };
    }

    private static string Tag(string tag) => string.Join('_', tag.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private DeskTicket TicketOf(JsonNode? ticket) => new(ticket.Needed("id"), new Uri(options.Url, $"agent/tickets/{ticket.Needed("id")}").AbsoluteUri);

    private static TicketPhase PhaseOf(string? status) => status switch
    {
        "solved" => TicketPhase.Solved,
        "closed" => TicketPhase.Closed,
        "deleted" => TicketPhase.Gone,
        _ => TicketPhase.Open,
    };
}
