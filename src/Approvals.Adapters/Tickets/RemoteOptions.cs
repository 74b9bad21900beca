namespace Approvals.Adapters.Tickets;

/// <summary>The systems that are set up; null: that one is not.</summary>
public sealed record TicketSystemsOptions
{
    public ZendeskOptions? Zendesk { get; init; }
    public ServiceNowOptions? ServiceNow { get; init; }
    public JiraOptions? Jira { get; init; }
    public GitLabOptions? GitLab { get; init; }
    public QueueMailOptions? Mail { get; init; }
    public WebhookOptions? Webhook { get; init; }

    /// <summary>How long one call may take.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How far a system's search may lag behind what it has.</summary>
    public TimeSpan SearchLag { get; init; } = TimeSpan.FromMinutes(2);
}

/// <param name="Url">Such as <c>https://company.zendesk.com/</c>.</param>
/// <param name="CategoryField">The title, or number, of the field that takes a template's category.</param>
/// <param name="HookSecret">Signs what the system sends; null: nothing is taken from it.</param>
public sealed record ZendeskOptions(Uri Url, string Email, string Token, string CategoryField, string? HookSecret);

/// <param name="Table">Of templates that name none.</param>
public sealed record ServiceNowOptions(Uri Url, string User, string Password, string Table, string? HookSecret);

/// <param name="ServiceDesk">Its number.</param>
public sealed record JiraOptions(Uri Url, string Email, string Token, string ServiceDesk, string? HookSecret);

/// <param name="Project">Of templates that name none; null: each must.</param>
public sealed record GitLabOptions(Uri Url, string Token, string? Project, string? HookSecret);

/// <param name="To">The queue of templates that name none.</param>
public sealed record QueueMailOptions(Core.Requests.EmailAddress? To);

/// <param name="Secret">Signs what is sent.</param>
public sealed record WebhookOptions(Uri Url, string Secret, string? HookSecret);
