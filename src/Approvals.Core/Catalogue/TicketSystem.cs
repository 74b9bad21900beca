using System.Collections.Immutable;

namespace Approvals.Core.Catalogue;

/// <summary>A kind of system that tickets are raised in, and what it has a place for. A template is checked against it when the catalogue is read.</summary>
public sealed record TicketSystem
{
    /// <summary>The name in catalogues, settings and events.</summary>
    public required string Name { get; init; }

    /// <summary>As people call it.</summary>
    public required string Title { get; init; }

    /// <summary>What its form is; null: it has none, or takes any text.</summary>
    public Part? Form { get; init; }
    public bool NeedsForm { get; init; }
    public bool HasForm { get; init; } = true;
    public bool HasQueue { get; init; } = true;
    public Part? Queue { get; init; }
    public bool HasCategory { get; init; } = true;
    public bool HasTags { get; init; } = true;

    /// <summary>How a tag is written there; null: any text.</summary>
    public Part? Tag { get; init; }
    public bool HasFields { get; init; } = true;

    /// <summary>How a field is named there; null: any text.</summary>
    public Part? Field { get; init; }

    /// <summary>Whether a ticket may be in the name of a service account, with the person who asked in copy.</summary>
    public bool HasRequester { get; init; }

    /// <summary>Whether it can be asked how a ticket stands.</summary>
    public bool CanBeAsked { get; init; } = true;

    /// <summary>Fields that the product fills itself, or that would copy people in: a template must not name them.</summary>
    public ImmutableArray<string> OwnFields { get; init; } = [];

    /// <param name="Pattern">A regular expression for the whole text.</param>
    /// <param name="Words">What it is, for people, with an example.</param>
    public sealed record Part(string Pattern, string Words);

    private static readonly Part Digits = new("[0-9]{1,20}", "the number of the form, like 22783840298780");

    /// <summary>Every kind that the product knows.</summary>
    public static ImmutableArray<TicketSystem> All { get; } =
    [
        new() { Name = "desk", Title = "the embedded desk" },
        new()
        {
            Name = "zendesk", Title = "Zendesk", Form = Digits, NeedsForm = true, HasRequester = true,
            Tag = new("[a-z0-9_:/.-]{1,80}", "small letters, digits and _ : / . - without blanks, like cloud-licensing-exemption"),
            OwnFields = ["external_id", "requester", "requester_id", "submitter_id", "collaborators", "collaborator_ids", "email_ccs", "email_cc_ids", "followers", "follower_ids", "ticket_form_id"],
        },
        new()
        {
            Name = "servicenow", Title = "ServiceNow", HasRequester = true, HasTags = false,
            Form = new("[a-z][a-z0-9_]{0,79}", "the name of a table, like incident"),
            Field = new("[a-z][a-z0-9_]{0,79}", "the name of a column, like u_opportunity"),
            OwnFields = ["caller_id", "correlation_id", "correlation_display", "opened_by", "watch_list", "work_notes_list", "additional_assignee_list"],
        },
        new()
        {
            Name = "jira", Title = "Jira Service Management", NeedsForm = true, HasRequester = true, HasQueue = false, HasCategory = false,
            Form = new("[0-9]{1,10}", "the number of the request type, like 42"),
            Tag = new("[^ ,]{1,100}", "a label without blanks and commas, like payment-terms"),
            OwnFields = ["summary", "description", "labels", "requestParticipants", "raiseOnBehalfOf", "reporter"],
        },
        new()
        {
            Name = "gitlab", Title = "GitLab issues", HasQueue = false, HasCategory = false, HasFields = false,
            Form = new("[0-9]{1,12}|[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)+", "a project, like legal/legal-and-compliance, or its number"),
            Tag = new("[^,]{1,200}", "a label without commas, like legal-commercial::to-do"),
        },
        new()
        {
            Name = "mail", Title = "mail to a queue", HasForm = false, HasTags = false, CanBeAsked = false,
            Queue = new("[^@ ]+@[^@ ]+", "the mail address of the queue, like deal-desk@example.com"),
            OwnFields = ["to", "cc", "bcc", "from", "reply-to"],
        },
        new() { Name = "webhook", Title = "the webhook", CanBeAsked = false },
    ];

    /// <summary>Null when the product knows none of this name.</summary>
    public static TicketSystem? Find(string name) => All.FirstOrDefault(system => system.Name == name);
}
