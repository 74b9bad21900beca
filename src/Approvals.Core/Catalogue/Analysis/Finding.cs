using System.Collections.Immutable;
using System.Globalization;

namespace Approvals.Core.Catalogue.Analysis;

/// <summary>Something about a catalogue that loads, and that its owners should know.</summary>
/// <param name="Topic">Null when it is about people or about the catalogue as a whole.</param>
/// <param name="Place">Where in the topic's file: keys and indexes from the root, as in <c>chain/tables/1/rows/0</c>.</param>
/// <param name="Message">What is so, and what to do.</param>
public sealed record Finding(FindingKind Kind, string? Topic, string Place, string Message)
{
    /// <summary>A whole form that shows it.</summary>
    public ImmutableSortedDictionary<string, FieldValue>? Form { get; init; }

    /// <summary>The fields of <see cref="Form"/> that matter.</summary>
    public ImmutableArray<string> Fields { get; init; } = [];

    /// <summary>Who sends the form, when that matters.</summary>
    public Requests.EmailAddress? Requester { get; init; }

    /// <summary>When it is sent, when it is another moment than now that matters.</summary>
    public DateTimeOffset? AtUtc { get; init; }

    /// <summary>The part of the form that matters, as it would be written in the topic's examples.</summary>
    public string Example()
    {
        var fields = Fields.Select(name => $"{name}: {(Form is not null && Form.TryGetValue(name, out var value) ? Written(value) : "empty")}");
        var form = Fields.IsEmpty ? "the example form as it stands" : string.Join(", ", fields);
        var by = Requester is { } requester ? $", asked by {requester}" : "";
        var at = AtUtc is { } time ? string.Create(CultureInfo.InvariantCulture, $", at {time:yyyy-MM-ddTHH:mm}Z") : "";
        return form + by + at;
    }

    private static string Written(FieldValue value) => value switch
    {
        FieldValue.Choices many => $"[{string.Join(", ", many.Values)}]",
        FieldValue.Files files => $"[{string.Join(", ", files.Values.Select(file => file.Name))}]",
        _ => value.Canonical.ReplaceLineEndings(" "),
    };

    /// <summary>No form was found, which a form at another time may disprove; otherwise there is one that shows it.</summary>
    internal bool IsOfAbsence => Kind is FindingKind.NeverFires or FindingKind.NotReached or FindingKind.AlwaysRefused;

    /// <summary>A note tells of something that may well be meant.</summary>
    public bool IsNote => Kind is FindingKind.Overlap or FindingKind.NotReached or FindingKind.Size or FindingKind.LeftHolder;
}

public enum FindingKind
{
    /// <summary>A right form that no rule speaks of.</summary>
    Gap,

    /// <summary>Two rules of one table hold for one form.</summary>
    Overlap,

    /// <summary>No form at all reaches the rule.</summary>
    NeverFires,

    /// <summary>No form was found that reaches the rule, and none may be needed: it looks at what is derived.</summary>
    NotReached,

    /// <summary>Every form that was found for the rule is refused before anybody is asked.</summary>
    AlwaysRefused,

    /// <summary>A step of a chain that nobody could decide.</summary>
    Nobody,

    /// <summary>A role whose holders have all left.</summary>
    EmptyRole,

    /// <summary>A role, or an owner, with somebody who has left.</summary>
    LeftHolder,

    /// <summary>The rules are too entangled to look at every combination; what was looked at is told.</summary>
    NotExhausted,

    /// <summary>How much there is, where it nears a limit.</summary>
    Size,
}
