using System.Collections.Immutable;
using Approvals.App;
using Approvals.App.Catalogues;
using Approvals.App.Catalogues.Simulation;
using Approvals.App.Ports;
using Approvals.Core.Catalogue;

namespace Approvals.Web.Pages.Catalogue;

/// <param name="Problem">What is wrong with the files that were sent.</param>
public sealed record CatalogueModel(
    CatalogueStatus Status, ImmutableArray<Topic> Topics, CatalogueReport Report, ImmutableArray<CatalogueEntry> History, string? Next, bool First, bool MayChange, string? Problem);

/// <param name="Differences">By topic, against what is in use.</param>
public sealed record ProposalModel(
    string Id, ImmutableArray<string> Files, CatalogueReport Report, ImmutableArray<(string Topic, ImmutableArray<SourceChange> Changes)> Differences, bool MayChange, bool IsSimulated, string? Problem);

/// <param name="Percent">How far it is; null: it has not begun.</param>
/// <param name="Result">Null while it runs.</param>
public sealed record SimulationModel(string Id, int? Percent, SimulationResult? Result, string? Failure);

public sealed record DifferenceModel(string Topic, int From, int To, ImmutableArray<SourceChange> Changes);

public sealed record PreviewModel(ImmutableArray<Topic> Topics, string Topic, string Requester, string Beneficiary, string Form)
{
    public ImmutableArray<string> Problems { get; init; } = [];
    public PreviewAnswer.Chain? Chain { get; init; }
    public ImmutableArray<RuleRefusal> Refusals { get; init; } = [];
}
