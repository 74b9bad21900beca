using System.Collections.Immutable;
using Approvals.Core.Effects;
using Approvals.Core.Requests;

namespace Approvals.Core.Catalogue;

/// <summary>What a catalogue entry is: a request runs a chain, a check gives a verdict, a guide answers.</summary>
public enum TopicKind { Request, Check, Guide }

/// <summary>One entry of the catalogue, as loaded from its file and checked.</summary>
public sealed record Topic
{
    public required string Id { get; init; }
    public required TopicKind Kind { get; init; }
    public required string Title { get; init; }
    public required string Summary { get; init; }

    /// <summary>Raised by one whenever the file changes. Requests keep the version they were submitted under.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Markdown, shown before the form.</summary>
    public string Guidance { get; init; } = "";
    public ImmutableArray<TopicLink> Links { get; init; } = [];

    /// <summary>Only for people of the organisation: others neither see nor find it.</summary>
    public bool InternalOnly { get; init; }

    /// <summary>Ids of topics that people who read this one may look for.</summary>
    public ImmutableArray<string> Related { get; init; } = [];

    /// <summary>Further words under which people search for it.</summary>
    public ImmutableArray<string> Keywords { get; init; } = [];

    /// <summary>The title of a request, with placeholders: <c>Offline license for {{accountName}}</c>.</summary>
    public string RequestTitle { get; init; } = "";
    public ImmutableArray<FieldSpec> Fields { get; init; } = [];

    /// <summary>Settings first, then what is derived of the fields; each looks only at fields and at values before it.</summary>
    public ImmutableArray<DerivedValue> Values { get; init; } = [];

    /// <summary>Rules over several fields that a person can satisfy by correcting the form.</summary>
    public ImmutableArray<FormCheck> Checks { get; init; } = [];

    /// <summary>Rules that say no to a right form, and what to do instead.</summary>
    public ImmutableArray<RefusalRule> Refusals { get; init; } = [];

    /// <summary>What only one approved request may have.</summary>
    public ImmutableArray<UniqueRule> Unique { get; init; } = [];

    /// <summary>How a topic of kind check judges.</summary>
    public CheckPolicy Check { get; init; } = CheckPolicy.None;
    public ChainPolicy Chain { get; init; } = ChainPolicy.None;
    public TopicPolicy Policy { get; init; } = new();
    public ImmutableDictionary<MailKind, MailText> Mails { get; init; } = ImmutableDictionary<MailKind, MailText>.Empty;
    public ImmutableArray<TicketTemplate> Tickets { get; init; } = [];

    public FieldSpec? Field(string name)
    {
        foreach (var field in Fields)
        {
            if (field.Name == name)
            {
                return field;
            }
        }

        return null;
    }

    /// <summary>The field or the derived value of this name.</summary>
    public FieldSpec? FieldOrValue(string name)
    {
        foreach (var value in Values)
        {
            if (value.Spec.Name == name)
            {
                return value.Spec;
            }
        }

        return Field(name);
    }
}

public sealed record TopicLink(string Title, string Url);

/// <summary>The form is wrong while the condition holds: the message stands at the field and says what to do.</summary>
public sealed record FormCheck(string Field, Condition When, string Message);

/// <param name="Id">Stable, part of the HTTP contract.</param>
/// <param name="Guidance">Markdown, with fields as placeholders.</param>
public sealed record RefusalRule(string Id, Condition When, Template Guidance, ImmutableArray<TopicLink> Links, Onward? Next = null);

/// <summary>
/// Of all requests of the topic that agree in <paramref name="Key"/>, one can be approved. Others may be submitted until then; after that
/// they are refused, and an approval that would be the second is refused whatever races it.
/// </summary>
/// <param name="Id">Stable, part of the HTTP contract.</param>
/// <param name="Key">Names of fields and values. A form that has none of them filled is not held to the rule.</param>
/// <param name="When">The rule is for requests for which this holds; null: all.</param>
public sealed record UniqueRule(string Id, ImmutableArray<string> Key, Condition? When, Template Guidance, ImmutableArray<TopicLink> Links, Onward? Next);

/// <summary>What holds for every request of the topic, besides the chain.</summary>
public sealed record TopicPolicy
{
    /// <summary>Approvals are bound to the values of these fields.</summary>
    public ImmutableArray<string> RelevantFields { get; init; } = [];
    public bool RejectNeedsComment { get; init; } = true;
    public bool ReturnNeedsComment { get; init; } = true;

    /// <summary>The requester may ask the open approvers again after this time, not before.</summary>
    public TimeSpan NudgeEvery { get; init; } = TimeSpan.FromHours(4);

    /// <summary>When a reply by mail may decide; null: never.</summary>
    public Condition? DecisionsByMail { get; init; }
}

/// <summary>Subject and body of a mail, with placeholders. Blank lines separate paragraphs.</summary>
public sealed record MailText(string Subject, string Body);

/// <summary>A ticket, with placeholders in its texts. What each system has a place for: <see cref="TicketSystem"/>.</summary>
public sealed record TicketTemplate
{
    public required string Id { get; init; }

    /// <summary>Null: the default system of the settings.</summary>
    public string? System { get; init; }

    /// <summary>Raised only when this holds; null: always.</summary>
    public Condition? When { get; init; }

    /// <summary>Raised when the request is submitted, without waiting for the approval.</summary>
    public bool AtOnce { get; init; }
    public required string Subject { get; init; }
    public required string Body { get; init; }

    /// <summary>One of <see cref="TicketFit.Priorities"/>, or a field with these choices.</summary>
    public required string Priority { get; init; }

    /// <summary>Which form of the system: a ticket form, a table, a request type, a project. No placeholders.</summary>
    public string? Form { get; init; }

    /// <summary>Who works on it: a group, a team, an address.</summary>
    public string? Queue { get; init; }
    public string? Category { get; init; }
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>
    /// The account in whose name the ticket is raised, with the requester of the request in copy. Null: the requester. It is an address and no placeholder,
    /// so that a form can never bring a customer into a ticket.
    /// </summary>
    public EmailAddress? Requester { get; init; }

    /// <summary>Further fields of the form, by the names that the system knows them by.</summary>
    public ImmutableSortedDictionary<string, string> Fields { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}
