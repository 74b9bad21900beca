using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Approvals.Adapters.Tickets;
using Approvals.App.Ports;
using Approvals.Core.Catalogue;
using Approvals.Core.Requests;

namespace Approvals.Adapters.Jira;

/// <summary>
/// Requests of a service desk in Jira, known again by a label that is the ticket's key. Jira has no key of its own for repeats, and its search shows a new issue
/// only after a while: <see cref="RemoteDesk"/> waits that out. The request type needs the field Labels, which may be hidden.
/// </summary>
internal sealed class JiraTickets : IRemoteTickets, ITicketProbe
{
    private readonly JiraOptions options;
    private readonly RemoteHttp api;
    private readonly Named<ImmutableDictionary<string, JiraField>> fields;
    private readonly Named<string> accounts;

    public JiraTickets(HttpClient http, JiraOptions options, TimeProvider clock)
    {
        this.options = options;
        api = new RemoteHttp(http, "Jira", options.Token, Basic(options));
        fields = new(ReadFieldsAsync, clock);
        accounts = new(AccountAsync, clock);
    }

    public string System => "jira";

    public static string Basic(JiraOptions options) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.Email}:{options.Token}"));

    public async Task<DeskTicket> CreateAsync(TicketDraft draft, CancellationToken ct)
    {
        var known = await fields.OfAsync(draft.Form!, ct);
        if (!known.ContainsKey("labels"))
        {
            throw new RemoteException(RemoteFault.Refused, $"The request type {draft.Form} in Jira has no field Labels, by which a ticket is found again. Add it to the request type; it may be hidden.");
        }

        var values = new JsonObject
        {
            ["summary"] = draft.Subject,
            ["description"] = draft.Body,
            ["labels"] = new JsonArray([draft.Key, .. draft.Tags.Select(tag => (JsonNode)Label(tag))]),
        };
        if (known.ContainsKey("priority"))
        {
            values["priority"] = new JsonObject { ["name"] = Scale(draft.Priority) };
        }

        foreach (var (name, value) in draft.Fields.Where(field => field.Value.Length > 0))
        {
            var field = known.GetValueOrDefault(name) ?? throw new RemoteException(RemoteFault.Refused, $"The request type {draft.Form} in Jira has no field '{name}'. Add it there, or correct the catalogue.");
            values[field.Id] = field.ValueOf(value) ?? throw new RemoteException(RemoteFault.Refused, $"The field '{name}' in Jira has no choice '{value}'. Add it there, or correct the catalogue.");
        }

        var request = new JsonObject { ["serviceDeskId"] = options.ServiceDesk, ["requestTypeId"] = draft.Form, ["requestFieldValues"] = values };
        // Who has no account there is named in the evidence all the same.
        if (await accounts.OfAsync(draft.Requester.Value, ct) is { Length: > 0 } account)
        {
            request["raiseOnBehalfOf"] = account;
        }

        if (draft.Copy is { } copy && await accounts.OfAsync(copy.Value, ct) is { Length: > 0 } participant)
        {
            request["requestParticipants"] = new JsonArray(participant);
        }

        return TicketOf((await api.SendAsync(HttpMethod.Post, "rest/servicedeskapi/request", request, ct)).Needed("issueKey"));
    }

    public async Task<DeskTicket?> FindAsync(TicketDraft draft, CancellationToken ct)
    {
        var query = new JsonObject { ["jql"] = $"labels = \"{draft.Key}\" ORDER BY created ASC", ["fields"] = new JsonArray("created"), ["maxResults"] = 2 };
        return (await api.SendAsync(HttpMethod.Post, "rest/api/3/search/jql", query, ct)).Items("issues").Select(issue => TicketOf(issue.Needed("key"))).FirstOrDefault();
    }

    // Read as they are, and not by search: this does not lag.
    public async Task<ImmutableArray<TicketLook>?> LookAsync(ImmutableArray<string> keys, CancellationToken ct)
    {
        var query = new JsonObject { ["issueIdsOrKeys"] = new JsonArray([.. keys.Select(key => (JsonNode)key)]), ["fields"] = new JsonArray("status", "updated") };
        var answer = await api.SendAsync(HttpMethod.Post, "rest/api/3/issue/bulkfetch", query, ct);
        return [.. answer.Items("issues").Select(issue => new TicketLook(
            issue.Needed("key"),
            issue.Under("fields").Under("status").Under("statusCategory").Text("key") == "done" ? TicketPhase.Solved : TicketPhase.Open,
            issue.Under("fields").Time("updated")))];
    }

    public async Task<ImmutableArray<TicketRemark>> RemarksAsync(string key, CancellationToken ct) =>
        [.. (await CommentsAsync(key, ct)).Where(comment => comment.Flag("public")).Select(comment => new TicketRemark(
            comment.Needed("id"), comment.Under("author").Text("emailAddress") ?? comment.Under("author").Text("displayName") ?? "Jira",
            comment.Text("body") ?? "", comment.Under("created").Time("iso8601")))];

    public async Task<bool> IsSaidAsync(string ticket, string marker, CancellationToken ct) =>
        (await CommentsAsync(ticket, ct)).Any(comment => comment.Text("body")?.Contains(marker, StringComparison.Ordinal) == true);

    public Task RemarkAsync(DeskRemark remark, CancellationToken ct) => api.SendAsync(
        HttpMethod.Post, $"rest/servicedeskapi/request/{Uri.EscapeDataString(remark.Ticket)}/comment", new JsonObject { ["body"] = remark.Text, ["public"] = false }, ct);

    public Task<ImmutableArray<string>> CheckAsync(ImmutableArray<TicketTemplate> templates, CancellationToken ct) => Probe.RunAsync(
        [
            ("the credentials", async () =>
            {
                await api.GetAsync("rest/api/3/myself", ct);
                return null;
            }),
            ("the service desk", async () =>
            {
                await api.GetAsync($"rest/servicedeskapi/servicedesk/{options.ServiceDesk}", ct);
                return null;
            }),
            .. templates.GroupBy(template => template.Form!).Select(type => ($"the request type {type.Key}", (Func<Task<string?>>)(async () =>
            {
                var known = await fields.OfAsync(type.Key, ct);
                var missing = type.SelectMany(template => template.Fields.Keys).Where(name => !known.ContainsKey(name)).Distinct().ToList();
                return !known.ContainsKey("labels") ? $"The request type {type.Key} has no field Labels, by which a ticket is found again. Add it; it may be hidden."
                    : missing.Count > 0 ? $"The request type {type.Key} has no field {string.Join(" and no field ", missing)}. Add it there, or correct the catalogue."
                    : null;
            }))),
        ]);

    private async Task<List<JsonNode>> CommentsAsync(string key, CancellationToken ct)
    {
        var comments = new List<JsonNode>();
        while (true)
        {
            var page = await api.GetAsync($"rest/servicedeskapi/request/{Uri.EscapeDataString(key)}/comment?public=true&internal=true&start={comments.Count}&limit=100", ct);
            comments.AddRange(page.Items("values"));
            if (page.Text("isLastPage") != "false" || !page.Items("values").Any())
            {
                return comments;
            }
        }
    }

    private async Task<ImmutableDictionary<string, JiraField>> ReadFieldsAsync(string requestType, CancellationToken ct)
    {
        var answer = await api.GetAsync($"rest/servicedeskapi/servicedesk/{options.ServiceDesk}/requesttype/{requestType}/field?expand=hiddenFields", ct);
        var byName = ImmutableDictionary.CreateBuilder<string, JiraField>(StringComparer.Ordinal);
        foreach (var node in answer.Items("requestTypeFields"))
        {
            var field = new JiraField(node.Needed("fieldId"), [.. node.Items("validValues").Select(value => (value.Text("label") ?? "", value.Text("value") ?? ""))]);
            byName.TryAdd(field.Id, field);
            byName.TryAdd(node.Text("name") ?? field.Id, field);
        }

        return byName.ToImmutable();
    }

    private async Task<string> AccountAsync(string mail, CancellationToken ct) =>
        (await api.GetAsync($"rest/api/3/user/search?query={Uri.EscapeDataString(mail)}&maxResults=2", ct)).Items()
            .Where(user => string.Equals(user.Text("emailAddress"), mail, StringComparison.OrdinalIgnoreCase)).Select(user => user.Text("accountId")).FirstOrDefault() ?? "";

    private static string Label(string tag) => string.Join('-', tag.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private DeskTicket TicketOf(string key) => new(key, new Uri(options.Url, $"browse/{key}").AbsoluteUri);

    private static string Scale(string priority) => priority switch
    {
        "Urgent" => "Highest",
        "Normal" => "Medium",
        _ => priority,
    };
}

/// <param name="Choices">Labels and values; none: any text.</param>
internal sealed record JiraField(string Id, ImmutableArray<(string Label, string Value)> Choices)
{
    /// <summary>Null: there is no such choice.</summary>
    public JsonNode? ValueOf(string text)
    {
        if (Choices.IsEmpty)
        {
            return text;
        }

        foreach (var (label, value) in Choices)
        {
            if (label == text || value == text)
            {
                return new JsonObject { ["id"] = value };
            }
        }

        return null;
    }
}
