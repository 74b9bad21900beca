using System.Collections.Immutable;

namespace Approvals.Core.Catalogue;

public enum FieldKind { Text, LongText, Integer, Number, Flag, Date, Choice, Choices, Email, Url, Files }

/// <summary>How a text is compared: as it stands, or as dotted numbers, so that 9.5 comes before 15.0.</summary>
public enum TextFormat { Plain, Version }

/// <summary>One field of a form.</summary>
public sealed record FieldSpec
{
    public required string Name { get; init; }
    public required FieldKind Kind { get; init; }
    public TextFormat Format { get; init; }
    public required string Label { get; init; }
    public string? Help { get; init; }

    /// <summary>The heading it stands under.</summary>
    public string? Section { get; init; }
    public bool Required { get; init; }

    /// <summary>Required while this holds, besides <see cref="Required"/>.</summary>
    public Condition? RequiredWhen { get; init; }

    /// <summary>Asked for only while this holds; null: always. It speaks of fields that stand above this one.</summary>
    public Condition? VisibleWhen { get; init; }
    public ImmutableArray<Choice> Choices { get; init; } = [];
    public int? MinLength { get; init; }
    public int? MaxLength { get; init; }
    public decimal? Min { get; init; }
    public decimal? Max { get; init; }

    /// <summary>What a number counts: <c>USD</c>, <c>days</c>, <c>%</c>.</summary>
    public string? Unit { get; init; }

    /// <summary>A date must lie after today, in the requester's zone.</summary>
    public bool FutureOnly { get; init; }

    /// <summary>A date lies at most so many days after today.</summary>
    public int? MaxDaysAhead { get; init; }

    /// <summary>A regular expression that the whole text must match, and what to say when it does not.</summary>
    public string? Pattern { get; init; }
    public string? PatternHelp { get; init; }
    public string? Example { get; init; }

    /// <summary>With <see cref="FieldKind.Files"/>: what kinds of files are taken.</summary>
    public ImmutableArray<FileKind> FileKinds { get; init; } = [];

    /// <summary>How many files at most.</summary>
    public int MaxFiles { get; init; } = 1;

    /// <summary>How large one file may be, in bytes.</summary>
    public long MaxFileBytes { get; init; } = 10_000_000;

    /// <summary>What the form starts with. A field that is left out is not filled from it.</summary>
    public FieldValue? Default { get; init; }

    /// <summary>Such as <c>PDF or PNG</c>.</summary>
    public string FileKindsText => FileChecker.Kinds(this);

    /// <summary>Why a file of this name can not be attached here; null: nothing speaks against it.</summary>
    public string? FileProblem(string name) => FileChecker.NameProblem(this, name);

    /// <summary>Why a file can not be attached here, by its name, size and type; null: nothing speaks against it.</summary>
    public string? FileProblem(FileRef file) => FileChecker.Problem(this, file);

    /// <summary>The longest text that is accepted.</summary>
    public int LongestText => MaxLength ?? Kind switch
    {
        FieldKind.LongText => 4000,
        FieldKind.Url => 2000,
        FieldKind.Email => Requests.EmailAddress.MaxLength,
        _ => 200,
    };

    /// <summary>The label of a choice; the value itself when it has none.</summary>
    public string LabelOf(string value)
    {
        foreach (var choice in Choices)
        {
            if (choice.Value == value)
            {
                return choice.Label;
            }
        }

        return value;
    }
}

public sealed record Choice(string Value, string Label);
