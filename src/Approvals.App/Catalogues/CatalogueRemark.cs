using System.Collections.Immutable;
using Approvals.Core.Catalogue.Analysis;

namespace Approvals.App.Catalogues;

/// <summary>An error keeps a catalogue from being used; a warning is wrong in all likelihood; a note may well be meant.</summary>
public enum Severity { Error, Warning, Note }

/// <summary>One thing to know about a catalogue: where, what is so, and what to do.</summary>
/// <param name="File">From the catalogue's folder.</param>
/// <param name="Finding">What the analysis of the rules found, with the form that shows it; null for what reading the files told.</param>
public sealed record CatalogueRemark(Severity Severity, string File, int Line, string What, Finding? Finding = null)
{
    public override string ToString() => $"{File}:{Line}: {What}";
}

/// <summary>How much a catalogue holds.</summary>
public sealed record CatalogueSizes(int Files, long Bytes, int Topics, int Fields, int Rules, int Rows, int LargestTable, int People, int Roles);

/// <param name="Remarks">Errors first, then warnings, then notes, each in the order of the files.</param>
/// <param name="Sizes">Null when the files can not be read.</param>
public sealed record CatalogueReport(ImmutableArray<CatalogueRemark> Remarks, CatalogueSizes? Sizes)
{
    public int Count(Severity severity) => Remarks.Count(remark => remark.Severity == severity);

    /// <summary>Nothing to correct.</summary>
    public bool IsGood => Remarks.All(remark => remark.Severity == Severity.Note);
}
