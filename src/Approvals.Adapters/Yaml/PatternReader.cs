using System.Text.RegularExpressions;

namespace Approvals.Adapters.Yaml;

/// <summary>Reads a regular expression that can be matched without backtracking, so that no text takes long.</summary>
internal static partial class PatternReader
{
    private const int LongestPattern = 500;

    /// <summary>Null when it is missing, or can not be used: then there is an error.</summary>
    public static string? Read(MapReader reader)
    {
        if (reader.Text("pattern") is not { } pattern)
        {
            return null;
        }

        if (pattern.Length > LongestPattern)
        {
            reader.Problems.Add(reader.Take("pattern")!, $"The pattern has {pattern.Length:N0} characters; at most {LongestPattern} are read. Say less in it.");
            return null;
        }

        try
        {
            // Only these constructs can be beyond what an expression without backtracking can do; building one to find out is slow.
            var options = Doubtful().IsMatch(pattern) ? RegexOptions.NonBacktracking : RegexOptions.None;
            _ = new Regex(pattern, options | RegexOptions.CultureInvariant);
            return pattern;
        }
        catch (Exception wrong) when (wrong is ArgumentException or NotSupportedException)
        {
            reader.Problems.Add(reader.Take("pattern")!, $"The pattern can not be used: {wrong.Message}");
            return null;
        }
    }

    // Look-arounds and back references; counts that multiply to a machine too large to build.
    [GeneratedRegex(@"\(\?|\\[1-9kG]|\{[0-9,]*[0-9]{3}|\}\)*[{*+]|\}[^{}]*\)\{")]
    private static partial Regex Doubtful();
}
