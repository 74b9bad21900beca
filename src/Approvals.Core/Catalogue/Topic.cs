using System.Collections.Immutable;
using Approvals.Core.Effects;

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

    /// <summary>Further words under which people search for it.</summary>
    public ImmutableArray<string> Keywords { get; init; } = [];

    /// <summary>The title of a request, with placeholders: <c>Offline license for {{accountName}}</c>.</summary>
    public string RequestTitle { get; init; } = "";
    public ImmutableArray<FieldSpec> Fields { get; init; } = [];
    public ImmutableDictionary<MailKind, MailText> Mails { get; init; } = ImmutableDictionary<MailKind, MailText>.Empty;
    public ImmutableArray<TicketTemplate> Tickets { get; init; } = [];
}

public sealed record TopicLink(string Title, string Url);

/// <summary>Subject and body of a mail, with placeholders. Blank lines separate paragraphs.</summary>
public sealed record MailText(string Subject, string Body);

/// <summary>A ticket, with placeholders in every text.</summary>
public sealed record TicketTemplate
{
    public required string Id { get; init; }

    /// <summary>Null: the default system of the settings.</summary>
    public string? System { get; init; }
    public required string Subject { get; init; }
    public required string Body { get; init; }
    public required string Priority { get; init; }
    public string? Queue { get; init; }
    public string? Category { get; init; }
    public ImmutableArray<string> Tags { get; init; } = [];
    public ImmutableSortedDictionary<string, string> Fields { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}

public enum FieldKind { Text, LongText, Integer, Number, Flag, Date, Choice, Choices, Email, Url }

/// <summary>One field of a form.</summary>
public sealed record FieldSpec
{
    public required string Name { get; init; }
    public required FieldKind Kind { get; init; }
    public required string Label { get; init; }
    public string? Help { get; init; }

    /// <summary>The heading it stands under.</summary>
    public string? Section { get; init; }
    public bool Required { get; init; }
    public ImmutableArray<Choice> Choices { get; init; } = [];
    public int? MinLength { get; init; }
    public int? MaxLength { get; init; }
    public decimal? Min { get; init; }
    public decimal? Max { get; init; }

    /// <summary>A regular expression that the whole text must match, and what to say when it does not.</summary>
    public string? Pattern { get; init; }
    public string? PatternHelp { get; init; }
    public string? Example { get; init; }
    public FieldValue? Default { get; init; }
}

public sealed record Choice(string Value, string Label);
