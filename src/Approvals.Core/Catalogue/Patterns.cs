using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Approvals.Core.Catalogue;

/// <summary>Regular expressions of fields. They never backtrack, so no text takes long; building one takes milliseconds, so each is built once, when first used.</summary>
internal static class Patterns
{
    private static readonly ConcurrentDictionary<string, Regex> Built = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, Regex> Finders = new(StringComparer.Ordinal);

    /// <summary>Whether the whole text has the form.</summary>
    public static bool IsMatch(string pattern, string text) =>
        Built.GetOrAdd(pattern, static written => new Regex($@"\A(?:{written})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)).IsMatch(text);

    /// <summary>The first part of the text that has the form; null when there is none.</summary>
    public static string? Find(string pattern, string text) =>
        Finders.GetOrAdd(pattern, static written => new Regex(written, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)).Match(text) is { Success: true } match ? match.Value : null;
}
