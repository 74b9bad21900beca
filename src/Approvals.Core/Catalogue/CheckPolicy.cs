using System.Collections.Immutable;

namespace Approvals.Core.Catalogue;

/// <summary>Which rows of a table count: all that hold, or the first of them.</summary>
public enum HitPolicy { Collect, First }

/// <summary>What a check says. Of several, the greatest counts: <see cref="Info"/> answers and forbids nothing, <see cref="Todo"/> asks for something first.</summary>
public enum Verdict { Info, Yes, Todo, No }

/// <summary><see cref="Steps"/>: one part after the other, up to the first that does not let pass. <see cref="Checklist"/>: all parts, always.</summary>
public enum CheckMode { Single, Steps, Checklist }

/// <summary>How a topic of kind check judges a form, as data.</summary>
/// <param name="Passed">What is said when every part lets pass; null for a single part, which says it itself.</param>
/// <param name="Missing">What is said above a checklist in which something is missing; null otherwise.</param>
public sealed record CheckPolicy(CheckMode Mode, ImmutableArray<CheckPart> Parts, CheckRule? Passed, CheckRule? Missing)
{
    public static CheckPolicy None { get; } = new(CheckMode.Single, [], null, null);

    public IEnumerable<CheckRule> Rules => Parts.SelectMany(part => part.Rules.Append(part.Otherwise)).Concat(new[] { Passed, Missing }.OfType<CheckRule>());
}

/// <summary>A table of rules, with what is said when none of them holds.</summary>
/// <param name="Title">Empty for a single part.</param>
/// <param name="When">The part does not apply, and is passed over, unless this holds; null: always applies.</param>
public sealed record CheckPart(string Id, string Title, Condition? When, HitPolicy HitPolicy, ImmutableArray<CheckRule> Rules, CheckRule Otherwise);

/// <summary>A verdict and its reason.</summary>
public sealed record CheckRule
{
    /// <summary>Stable, part of the HTTP contract.</summary>
    public required string Id { get; init; }
    public required Condition When { get; init; }
    public required Verdict Verdict { get; init; }

    /// <summary>One sentence, with fields as placeholders.</summary>
    public required Template Say { get; init; }

    /// <summary>Markdown, with fields as placeholders.</summary>
    public required Template Guidance { get; init; }
    public ImmutableArray<TopicLink> Links { get; init; } = [];
    public Onward? Next { get; init; }
}

/// <summary>Where somebody can go on to, with what they entered.</summary>
/// <param name="Say">What the link says; null: the title of the topic.</param>
/// <param name="Fields">Fields of the other topic that take the value of a field or value here that is called otherwise. Fields of the same name carry over by themselves.</param>
public sealed record Onward(string Topic, string? Say, ImmutableSortedDictionary<string, string> Fields);
