using System.Text.Json;
using System.Text.Json.Serialization;
using Approvals.Core.Catalogue;

namespace Approvals.App.Catalogues;

/// <summary>A report for programs.</summary>
public sealed record ReportDocument(bool Good, CatalogueSizes? Sizes, IReadOnlyList<RemarkDocument> Remarks)
{
    public static ReportDocument Of(CatalogueReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return new ReportDocument(report.IsGood, report.Sizes, [.. report.Remarks.Select(RemarkDocument.Of)]);
    }

    public string ToJson() => JsonSerializer.Serialize(this, CatalogueJson.Default.ReportDocument);
}

/// <param name="Kind">Of what the analysis found.</param>
/// <param name="Fields">The fields of the form that matter.</param>
/// <param name="Form">A whole form that shows it.</param>
/// <param name="AtUtc">When it is sent, when that is another moment than now.</param>
public sealed record RemarkDocument(
    string Severity, string File, int Line, string What, string? Topic, string? Kind, IReadOnlyList<string>? Fields, IReadOnlyDictionary<string, FieldValue>? Form, string? Requester, DateTimeOffset? AtUtc)
{
    public static RemarkDocument Of(CatalogueRemark remark)
    {
        ArgumentNullException.ThrowIfNull(remark);
        var finding = remark.Finding;
        return new RemarkDocument(
            remark.Severity.ToString().ToLowerInvariant(), remark.File, remark.Line, remark.What, finding?.Topic, finding?.Kind.ToString(),
            finding?.Form is null ? null : finding.Fields, finding?.Form, finding?.Requester?.Value, finding?.AtUtc);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, WriteIndented = true)]
[JsonSerializable(typeof(ReportDocument))]
internal sealed partial class CatalogueJson : JsonSerializerContext;
