using System.Globalization;
using System.Net;
using System.Text;

namespace Approvals.App.Catalogues.Simulation;

/// <summary>Draws how often each approver is asked, before and after. The same figures stand in a table beside it: the picture is an addition.</summary>
public static class LoadChart
{
    private const int MostBars = 20;
    private const int Width = 720;
    private const int NameWidth = 200;
    private const int RowHeight = 44;

    /// <param name="result">The figures.</param>
    /// <param name="standalone">With its own colours, for a file; else the page's style gives them.</param>
    public static string Svg(SimulationResult result, bool standalone)
    {
        ArgumentNullException.ThrowIfNull(result);
        var shown = result.Load.Take(MostBars).ToArray();
        var most = Math.Max(1, shown.Select(load => Math.Max(load.Before, load.After)).DefaultIfEmpty().Max());
        var height = (shown.Length * RowHeight) + 40;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" viewBox=\"0 0 {Width} {height}\" role=\"img\" aria-labelledby=\"load-chart-title load-chart-desc\">");
        svg.Append("<title id=\"load-chart-title\">Requests in which each approver is asked</title>");
        svg.Append(CultureInfo.InvariantCulture, $"<desc id=\"load-chart-desc\">{Text(Description(shown))}</desc>");
        if (standalone)
        {
            svg.Append("<style>.chart{font:14px sans-serif;background:#fff}.chart text{fill:#222}.chart-before{fill:#8a94a6}.chart-after{fill:#2457c5}</style>");
        }

        Legend(svg);
        for (var i = 0; i < shown.Length; i++)
        {
            Row(svg, shown[i], 40 + (i * RowHeight), most);
        }

        return svg.Append("</svg>").ToString();
    }

    private static string Description(ApproverLoad[] shown) => shown.Length == 0
        ? "Nobody is asked."
        : string.Join(" ", shown.Select(load => $"{load.Name}: {load.Before} before, {load.After} after."));

    private static void Legend(StringBuilder svg) => svg
        .Append(CultureInfo.InvariantCulture, $"<rect class=\"chart-before\" x=\"{NameWidth}\" y=\"10\" width=\"14\" height=\"14\"/><text x=\"{NameWidth + 20}\" y=\"22\">before</text>")
        .Append(CultureInfo.InvariantCulture, $"<rect class=\"chart-after\" x=\"{NameWidth + 90}\" y=\"10\" width=\"14\" height=\"14\"/><text x=\"{NameWidth + 110}\" y=\"22\">after</text>");

    private static void Row(StringBuilder svg, ApproverLoad load, int top, long most)
    {
        const int widest = Width - NameWidth - 80;
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{NameWidth - 10}\" y=\"{top + 21}\" text-anchor=\"end\">{Text(load.Name.Length <= 26 ? load.Name : load.Name[..25] + "…")}</text>");
        Bar("chart-before", load.Before, top);
        Bar("chart-after", load.After, top + 17);

        void Bar(string name, long count, int y)
        {
            var width = Math.Max(count == 0 ? 0 : 1, count * widest / most);
            svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"{name}\" x=\"{NameWidth}\" y=\"{y}\" width=\"{width}\" height=\"14\" rx=\"2\"/>");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{NameWidth + width + 6}\" y=\"{y + 12}\">{count:N0}</text>");
        }
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
