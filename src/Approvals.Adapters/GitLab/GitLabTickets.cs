using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Approvals.Adapters.Tickets;
using Approvals.App.Ports;
using Approvals.Core.Catalogue;
using Approvals.Core.Requests;

namespace Approvals.Adapters.GitLab;

/// <summary>Confidential issues of a project in GitLab, known again by a label that is the ticket's key. GitLab has no key for repeats: it is looked up first.</summary>
internal sealed class GitLabTickets(HttpClient http, GitLabOptions options) : IRemoteTickets, ITicketProbe
{
    private readonly RemoteHttp api = new(http, "GitLab", options.Token);

    public string System => "gitlab";

    public async Task<DeskTicket> CreateAsync(TicketDraft draft, CancellationToken ct)
    {
        var project = ProjectOf(draft);
        var issue = new JsonObject
        {
            ["title"] = draft.Subject,
            ["description"] = $"{Plain(draft.Body)}\n\nPriority: {draft.Priority}",
            ["labels"] = string.Join(',', draft.Tags.Select(tag => tag.Replace(',', ' ')).Prepend(draft.Key)),
            ["confidential"] = true,
        };
        return TicketOf(project, await api.SendAsync(HttpMethod.Post, $"api/v4/projects/{Uri.EscapeDataString(project)}/issues", issue, ct));
    }

    public async Task<DeskTicket?> FindAsync(TicketDraft draft, CancellationToken ct)
    {
        var project = ProjectOf(draft);
        var found = await api.GetAsync($"api/v4/projects/{Uri.EscapeDataString(project)}/issues?labels={Uri.EscapeDataString(draft.Key)}&scope=all&order_by=created_at&sort=asc&per_page=2", ct);
        return found.Items().Select(issue => TicketOf(project, issue)).FirstOrDefault();
    }

    public async Task<ImmutableArray<TicketLook>?> LookAsync(ImmutableArray<string> keys, CancellationToken ct)
    {
        var looks = ImmutableArray.CreateBuilder<TicketLook>();
        foreach (var project in keys.Select(Place).GroupBy(place => place.Project, place => place.Number))
        {
            var numbers = string.Concat(project.Select(number => $"&iids[]={number}"));
            var found = await api.GetAsync($"api/v4/projects/{Uri.EscapeDataString(project.Key)}/issues?scope=all&per_page=100{numbers}", ct);
            looks.AddRange(found.Items().Select(issue => new TicketLook(
                $"{project.Key}#{issue.Needed("iid")}", issue.Text("state") == "closed" ? TicketPhase.Solved : TicketPhase.Open, issue.Time("updated_at"))));
        }

        return looks.ToImmutable();
    }

    public async Task<ImmutableArray<TicketRemark>> RemarksAsync(string key, CancellationToken ct) =>
        [.. (await NotesAsync(key, ct)).Where(note => !note.Flag("system") && !note.Flag("internal")).Select(note => new TicketRemark(
            note.Needed("id"), note.Under("author").Text("name") ?? "GitLab", note.Text("body") ?? "", note.Time("created_at")))];

    public async Task<bool> IsSaidAsync(string ticket, string marker, CancellationToken ct) =>
        (await NotesAsync(ticket, ct)).Any(note => note.Text("body")?.Contains(marker, StringComparison.Ordinal) == true);

    public Task RemarkAsync(DeskRemark remark, CancellationToken ct) =>
        api.SendAsync(HttpMethod.Post, NotesOf(remark.Ticket), new JsonObject { ["body"] = Plain(remark.Text), ["internal"] = true }, ct);

    public Task<ImmutableArray<string>> CheckAsync(ImmutableArray<TicketTemplate> templates, CancellationToken ct) => Probe.RunAsync(
        [
            ("the credentials", async () =>
            {
                await api.GetAsync("api/v4/user", ct);
                return null;
            }),
            .. templates.Select(template => template.Form ?? options.Project).Distinct().Select(project => ($"the project {project}", (Func<Task<string?>>)(async () =>
            {
                if (project is null)
                {
                    return "A template names no project. Name it there ('form'), or set Approvals:Tickets:GitLab:Project.";
                }

                var access = (await api.GetAsync($"api/v4/projects/{Uri.EscapeDataString(project)}", ct)).Under("permissions");
                var level = new[] { access.Under("project_access").Text("access_level"), access.Under("group_access").Text("access_level") }.Max(text => int.TryParse(text, out var number) ? number : 0);
                // Planner: may write internal notes and see confidential issues.
                return level >= 15 ? null : $"The account may not write confidential issues in {project}. Make it at least a Planner there.";
            }))),
        ]);

    private async Task<List<JsonNode>> NotesAsync(string key, CancellationToken ct)
    {
        const int size = 100;
        var notes = new List<JsonNode>();
        for (var page = 1; notes.Count == (page - 1) * size; page++)
        {
            notes.AddRange((await api.GetAsync($"{NotesOf(key)}?sort=asc&order_by=created_at&per_page={size}&page={page}", ct)).Items());
        }

        return notes;
    }

    private static string NotesOf(string key)
    {
        var (project, number) = Place(key);
        return $"api/v4/projects/{Uri.EscapeDataString(project)}/issues/{number}/notes";
    }

    private string ProjectOf(TicketDraft draft) => draft.Form ?? options.Project
        ?? throw new RemoteException(RemoteFault.Refused, "The template names no project of GitLab, and Approvals:Tickets:GitLab:Project is not set. Set one of them.");

    private static (string Project, string Number) Place(string key) => key.LastIndexOf('#') is > 0 and var at ? (key[..at], key[(at + 1)..]) : ("", key);

    private static DeskTicket TicketOf(string project, JsonNode issue) => new($"{project}#{issue.Needed("iid")}", issue.Text("web_url"));

    // Markdown there would mention people, run commands and link to other issues: what people typed does none of that.
    private static string Plain(string text) => $"```text\n{text.Replace("```", "'''", StringComparison.Ordinal)}\n```";
}
