using System.Collections.Immutable;
using Approvals.App;
using Approvals.Core.Catalogue;
using Approvals.Core.Requests;

namespace Approvals.Web.Pages.Forms;

/// <summary>A form as it is shown: what was typed, what is wrong with it, and what it would lead to.</summary>
public sealed record FormModel
{
    public required Topic Topic { get; init; }
    public required FormValues Values { get; init; }
    public required string Key { get; init; }
    public string Beneficiary { get; init; } = "";

    /// <summary>The request that is edited; null for a new one.</summary>
    public RequestId? Editing { get; init; }

    /// <summary>The request that this one was copied from.</summary>
    public RequestId? CopyOf { get; init; }

    /// <summary>What the approver asked, or why it was recalled.</summary>
    public ReturnedWith? Returned { get; init; }
    public ImmutableSortedDictionary<string, ImmutableArray<string>> Errors { get; init; } = ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty;
    public ImmutableArray<RuleRefusal> Rules { get; init; } = [];
    public Refusal? Refusal { get; init; }

    /// <summary>The same form was sent before, with other answers.</summary>
    public bool SentBefore { get; init; }

    /// <summary>What the ids of attached files stand for.</summary>
    public ImmutableDictionary<string, FileRef> Files { get; init; } = ImmutableDictionary<string, FileRef>.Empty;

    public bool TakesFiles => Topic.Fields.Any(spec => spec.Kind == FieldKind.Files);

    /// <summary>The verdict of a check.</summary>
    public CheckOutcome.Judged? Judged { get; init; }

    /// <summary>Topics that may answer somebody before they fill in the form.</summary>
    public ImmutableArray<Topic> Near { get; init; } = [];

    public const string BeneficiaryField = "beneficiary";

    public string PostTo => Editing is { } id ? $"/requests/{id}/edit" : $"/new/{Topic.Id}";

    public ImmutableArray<string> ErrorsOf(string field) => Errors.GetValueOrDefault(field, []);

    /// <summary>Fields by heading, in the order of the catalogue.</summary>
    public IEnumerable<(string Heading, ImmutableArray<FieldSpec> Fields)> Sections =>
        Topic.Fields.GroupBy(spec => spec.Section ?? "").Select(group => (group.Key, group.ToImmutableArray()));

    /// <summary>In the order of the form, so that the summary reads like the page.</summary>
    public IEnumerable<(string Field, string Message)> ErrorList =>
        from name in Topic.Fields.Select(spec => spec.Name).Append(BeneficiaryField).Concat(Errors.Keys).Distinct()
        from message in ErrorsOf(name)
        select (name, message);

    public string LabelOf(string field) => Topic.Fields.FirstOrDefault(spec => spec.Name == field)?.Label ?? field;
}

public sealed record ReturnedWith(string Who, DateTimeOffset At, string? Comment);

public sealed record PreviewModel(FormModel Form, PreviewAnswer.Chain Chain);
