using System.Collections.Immutable;
using Approvals.Core.Requests;

namespace Approvals.Core.Catalogue;

/// <summary>What a check makes of a filled form.</summary>
public abstract record CheckOutcome
{
    private CheckOutcome() { }

    /// <summary>Some fields are wrong: messages by field name.</summary>
    public sealed record Invalid(ImmutableSortedDictionary<string, ImmutableArray<string>> Errors) : CheckOutcome;

    /// <param name="Reasons">The rules that decided it, the gravest first.</param>
    /// <param name="Parts">Each step or item with what came of it; none for a check of a single part.</param>
    /// <param name="Values">What was derived of the form, written out.</param>
    public sealed record Judged(Verdict Verdict, ImmutableArray<CheckReason> Reasons, ImmutableArray<PartOutcome> Parts, ImmutableArray<ShownField> Values) : CheckOutcome;
}

/// <param name="Guidance">Markdown; what somebody typed is escaped in it.</param>
/// <param name="Carried">The fields with which the next topic's form starts.</param>
public sealed record CheckReason(
    string Rule, Verdict Verdict, string Say, string Guidance, ImmutableArray<TopicLink> Links, Onward? Next, ImmutableSortedDictionary<string, FieldValue> Carried);

/// <param name="Verdict">Null: not reached, or it does not apply.</param>
public sealed record PartOutcome(string Id, string Title, Verdict? Verdict, bool Applies, ImmutableArray<CheckReason> Reasons);
