namespace Approvals.Web.Hosting;

/// <summary>Where tickets go. A system without settings is not set up.</summary>
public sealed record TicketSettings
{
    /// <summary>The system of topics that name none.</summary>
    public string Default { get; init; } = "desk";

    /// <summary>The system that takes the tickets of systems which topics name and the settings do not set up. Null: <c>desk</c> in Development, else none.</summary>
    public string? StandIn { get; init; }
    public ZendeskSettings? Zendesk { get; init; }
    public ServiceNowSettings? ServiceNow { get; init; }
    public JiraSettings? Jira { get; init; }
    public GitLabSettings? GitLab { get; init; }
    public QueueMailSettings? Mail { get; init; }
    public WebhookSettings? Webhook { get; init; }

    /// <summary>Throws <see cref="SettingsException"/> with the names of the settings that a system lacks.</summary>
    public void Check()
    {
        Need("Zendesk", Zendesk, Zendesk?.Url, ("Email", Zendesk?.Email), ("Token", Zendesk?.Token));
        Need("ServiceNow", ServiceNow, ServiceNow?.Url, ("User", ServiceNow?.User), ("Password", ServiceNow?.Password));
        Need("Jira", Jira, Jira?.Url, ("Email", Jira?.Email), ("Token", Jira?.Token), ("ServiceDesk", Jira?.ServiceDesk));
        Need("GitLab", GitLab, GitLab?.Url, ("Token", GitLab?.Token));
        Need("Webhook", Webhook, Webhook?.Url, ("Secret", Webhook?.Secret));
        if (Mail is { To: { } to } && !Core.Requests.EmailAddress.TryParse(to, out _))
        {
            throw new SettingsException($"Approvals:Tickets:Mail:To is '{to}', which is not a mail address. Set it to that of the queue, or leave it out.");
        }
    }

    private static void Need(string system, object? given, Uri? url, params (string Name, string? Value)[] texts)
    {
        if (given is null)
        {
            return;
        }

        var missing = texts.Where(text => string.IsNullOrWhiteSpace(text.Value)).Select(text => text.Name).ToList();
        if (url is null)
        {
            missing.Insert(0, "Url");
        }

        if (missing.Count > 0)
        {
            throw new SettingsException($"{string.Join(" and ", missing.Select(name => $"Approvals:Tickets:{system}:{name}"))} {(missing.Count == 1 ? "is" : "are")} missing. Set {(missing.Count == 1 ? "it" : "them")}, or leave out all of Approvals:Tickets:{system}.");
        }

        // In the clear only to this machine: the credentials go with every call.
        if (!url!.IsAbsoluteUri || (url.Scheme != Uri.UriSchemeHttps && !(url.Scheme == Uri.UriSchemeHttp && url.IsLoopback)))
        {
            throw new SettingsException($"Approvals:Tickets:{system}:Url is '{url}'. Set it to an address that starts with https://.");
        }
    }
}

/// <summary>An agent's mail address and an API token. Secrets are references to a vault.</summary>
public sealed record ZendeskSettings
{
    public Uri? Url { get; init; }
    public string? Email { get; init; }
    public string? Token { get; init; }

    /// <summary>The field that takes a template's category, by its title or number.</summary>
    public string CategoryField { get; init; } = "What category of request?";
    public string? HookSecret { get; init; }
}

public sealed record ServiceNowSettings
{
    public Uri? Url { get; init; }
    public string? User { get; init; }
    public string? Password { get; init; }
    public string Table { get; init; } = "incident";
    public string? HookSecret { get; init; }
}

public sealed record JiraSettings
{
    public Uri? Url { get; init; }
    public string? Email { get; init; }
    public string? Token { get; init; }
    public string? ServiceDesk { get; init; }
    public string? HookSecret { get; init; }
}

public sealed record GitLabSettings
{
    public Uri? Url { get; init; }
    public string? Token { get; init; }

    /// <summary>Of templates that name none.</summary>
    public string? Project { get; init; }
    public string? HookSecret { get; init; }
}

public sealed record QueueMailSettings
{
    /// <summary>The queue of templates that name none.</summary>
    public string? To { get; init; }
}

public sealed record WebhookSettings
{
    public Uri? Url { get; init; }
    public string? Secret { get; init; }
    public string? HookSecret { get; init; }
}
