using System.Collections.Immutable;
using System.Net.Http.Headers;
using Approvals.Adapters.GitLab;
using Approvals.Adapters.Jira;
using Approvals.Adapters.ServiceNow;
using Approvals.Adapters.Tickets;
using Approvals.Adapters.Zendesk;
using Approvals.App.Ports;
using Approvals.Core.Requests;
using Tickets.Tests.StandIns;

namespace Tickets.Tests.Exactly;

/// <summary>Each system with its stand-in, by name.</summary>
internal static class Systems
{
    public static readonly string[] Names = ["zendesk", "servicenow", "jira", "gitlab"];
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(150);

    public static async Task<StandIn> StandInAsync(string system, TimeProvider clock)
    {
        StandIn standIn = system switch
        {
            "zendesk" => new ZendeskStandIn(clock),
            "servicenow" => new ServiceNowStandIn(clock),
            "jira" => new JiraStandIn(clock),
            "gitlab" => new GitLabStandIn(clock),
            _ => throw new ArgumentException(system),
        };
        await standIn.StartAsync();
        return standIn;
    }

    /// <summary>As the product makes it, but for the pipeline: a test that moves the clock by days has no use for a circuit that rests for real seconds.</summary>
    public static IRemoteTickets Remote(string system, HttpClient http, TimeProvider clock) => system switch
    {
        "zendesk" => new ZendeskTickets(http, new ZendeskOptions(http.BaseAddress!, "desk@example.com", "tok-zd", "What category of request?", null), clock),
        "servicenow" => new ServiceNowTickets(http, new ServiceNowOptions(http.BaseAddress!, "approvals", "pw-sn", "incident", null), clock),
        "jira" => new JiraTickets(http, new JiraOptions(http.BaseAddress!, "desk@example.com", "tok-jira", "3", null), clock),
        "gitlab" => new GitLabTickets(http, new GitLabOptions(http.BaseAddress!, "tok-gl", "legal/compliance", null)),
        _ => throw new ArgumentException(system),
    };

    public static HttpClient Http(StandIn standIn) => new(new SocketsHttpHandler { UseProxy = false })
    {
        BaseAddress = standIn.Url,
        Timeout = Patience,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Basic", "dGVzdA==") },
    };

    public static TicketDraft Draft(string system, string key, string body = "Please do.") => new()
    {
        Key = key,
        Request = RequestId.FromBytes(new byte[16]),
        Template = "support",
        Requester = EmailAddress.Parse("seller@example.com"),
        Subject = "Exemption",
        Body = body,
        Priority = "High",
        Form = system switch { "zendesk" => "7", "jira" => "42", _ => null },
        Queue = system switch { "zendesk" => "License & Renewals", "servicenow" => "Deal Desk", _ => null },
        Category = system == "zendesk" ? "Self-Managed > Exemption" : null,
        Fields = system switch
        {
            "zendesk" => ImmutableSortedDictionary<string, string>.Empty.Add("GitLab Version", "17.5"),
            "jira" => ImmutableSortedDictionary<string, string>.Empty.Add("Region", "EMEA"),
            "servicenow" => ImmutableSortedDictionary<string, string>.Empty.Add("u_opportunity", "006"),
            _ => ImmutableSortedDictionary<string, string>.Empty,
        },
    };
}
