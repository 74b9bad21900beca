using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Approvals.Adapters.Tickets;

namespace Approvals.Adapters.Zendesk;

/// <summary>The fields and groups of a Zendesk account by the names that its agents see.</summary>
internal sealed class ZendeskNames
{
    private readonly RemoteHttp api;
    private readonly Named<ImmutableDictionary<string, ZendeskField>> fields;
    private readonly Named<ImmutableDictionary<string, long>> groups;

    public ZendeskNames(RemoteHttp api, TimeProvider clock)
    {
        this.api = api;
        fields = new(async (_, ct) => ByName(await AllAsync("api/v2/ticket_fields?page[size]=100", "ticket_fields", ct)), clock);
        groups = new(async (_, ct) => (await AllAsync("api/v2/groups?page[size]=100", "groups", ct))
            .GroupBy(group => group.Text("name") ?? "").ToImmutableDictionary(same => same.Key, same => same.First().Number("id")), clock);
    }

    public Task<ImmutableDictionary<string, ZendeskField>> FieldsAsync(CancellationToken ct) => fields.OfAsync("", ct);

    public async Task<long> GroupAsync(string name, CancellationToken ct) => (await groups.OfAsync("", ct)).TryGetValue(name, out var id)
        ? id
        : throw new RemoteException(RemoteFault.Refused, $"Zendesk has no group '{name}'. Add it there, or correct the queue in the catalogue.");

    /// <summary>The path of the next page; null: there is none.</summary>
    public static string? Next(JsonNode answer) =>
        answer.Under("meta").Flag("has_more") && answer.Under("links").Text("next") is { } next && Uri.TryCreate(next, UriKind.Absolute, out var url) ? url.PathAndQuery.TrimStart('/') : null;

    private async Task<List<JsonNode>> AllAsync(string first, string name, CancellationToken ct)
    {
        var all = new List<JsonNode>();
        for (string? path = first; path is not null;)
        {
            var answer = await api.GetAsync(path, ct);
            all.AddRange(answer.Items(name));
            path = Next(answer);
        }

        return all;
    }

    // By title, and by number for those that are told by it.
    private static ImmutableDictionary<string, ZendeskField> ByName(List<JsonNode> nodes)
    {
        var byName = ImmutableDictionary.CreateBuilder<string, ZendeskField>(StringComparer.Ordinal);
        foreach (var node in nodes.Where(node => node.Text("active") != "false"))
        {
            var field = new ZendeskField(node.Number("id"), [.. node.Items("custom_field_options").Select(option => (option.Text("name") ?? "", option.Text("value") ?? ""))]);
            byName.TryAdd(node.Text("title") ?? "", field);
            byName.TryAdd(node.Needed("id"), field);
        }

        return byName.ToImmutable();
    }
}

/// <param name="Options">The names and values of its choices; none: any text.</param>
internal sealed record ZendeskField(long Id, ImmutableArray<(string Name, string Value)> Options)
{
    /// <summary>Null: there is no such choice. Levels of a choice are written with <c>::</c> there and with <c> > </c> in catalogues.</summary>
    public string? ValueOf(string text)
    {
        if (Options.IsEmpty)
        {
            return text;
        }

        var levels = text.Replace(" > ", "::", StringComparison.Ordinal);
        foreach (var (name, value) in Options)
        {
            if (name == text || name == levels || value == text)
            {
                return value;
            }
        }

        return null;
    }
}
