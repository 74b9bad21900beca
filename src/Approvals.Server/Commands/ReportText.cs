using System.Text;
using Approvals.App.Catalogues;

namespace Approvals.Server.Commands;

/// <summary>A report for people at a terminal.</summary>
internal static class ReportText
{
    public static string Plain(CatalogueReport report)
    {
        var text = new StringBuilder();
        foreach (var remark in report.Remarks)
        {
            text.AppendLine($"{remark.File}:{remark.Line}: {remark.Severity.ToString().ToLowerInvariant()}: {remark.What}");
            if (remark.Finding is { Form: not null } finding)
            {
                text.AppendLine($"    for example: {finding.Example()}");
            }
        }

        if (report.Sizes is { } sizes)
        {
            text.AppendLine($"{sizes.Files} files, {sizes.Bytes:N0} bytes: {sizes.Topics} topics with {sizes.Fields} fields, {sizes.Rules} rules and {sizes.Rows} rows (at most {sizes.LargestTable} in one table); {sizes.People} people in {sizes.Roles} roles.");
        }

        text.AppendLine($"{Count(report, Severity.Error, "error")}, {Count(report, Severity.Warning, "warning")}, {Count(report, Severity.Note, "note")}.");
        return text.ToString();
    }

    private static string Count(CatalogueReport report, Severity severity, string of) => report.Count(severity) is var count && count == 1 ? $"1 {of}" : $"{count} {of}s";
}
