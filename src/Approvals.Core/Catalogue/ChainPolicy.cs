using System.Collections.Immutable;
using Approvals.Core.Chains;

namespace Approvals.Core.Catalogue;

/// <summary>
/// Who must approve, as data: the steps that can be asked, and decision tables that say which are. The chain is the union of what the rows
/// that count ask, each step once, in the order of the lanes and, within a lane, of the steps.
/// </summary>
public sealed record ChainPolicy(ImmutableArray<string> Lanes, ImmutableArray<StepSpec> Steps, ImmutableArray<DecisionTable> Tables)
{
    public static ChainPolicy None { get; } = new([], [], []);
}

/// <summary>A step that rows may ask for.</summary>
public sealed record StepSpec
{
    public required string Id { get; init; }
    public required string Name { get; init; }
    public required string Role { get; init; }

    /// <summary>The field whose value is the scope in which the role is looked up.</summary>
    public string? ScopeField { get; init; }
    public required int Lane { get; init; }
    public required Quorum Quorum { get; init; }
    public required StepTiming Timing { get; init; }
}

/// <param name="When">The table is looked at only while this holds; null: always.</param>
/// <param name="HitPolicy">Whether all rows that hold count, or only the first of them.</param>
public sealed record DecisionTable(string Name, Condition? When, ImmutableArray<DecisionRow> Rows, HitPolicy HitPolicy = HitPolicy.Collect);

/// <summary>One rule of a table. It may ask for steps, skip steps that others ask for, or say why nobody needs to be asked.</summary>
public sealed record DecisionRow
{
    public required Condition When { get; init; }

    /// <summary>Ids of steps, in groups; the steps of one group are asked together.</summary>
    public ImmutableArray<ImmutableArray<string>> Ask { get; init; } = [];

    /// <summary>Steps that are not asked although another row asks for them; <see cref="Because"/> is recorded as the reason.</summary>
    public ImmutableArray<string> Skip { get; init; } = [];

    /// <summary>The request is approved by policy when no row asks for anything; <see cref="Because"/> is recorded as the reason.</summary>
    public bool Approve { get; init; }

    /// <summary>One sentence for the people asked, with fields as placeholders.</summary>
    public required Template Because { get; init; }
}
