using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Approvals.Web.Problems;

/// <summary>Says which member of a JSON body is wrong, and how, in words for its sender.</summary>
internal static partial class JsonFaults
{
    public static Problem Explain(JsonException fault)
    {
        // The reader's own exception: the text is no JSON at all.
        if (fault.InnerException?.GetType().Name == "JsonReaderException" || fault.GetType() != typeof(JsonException))
        {
            var where = fault.LineNumber is { } line ? $" Look at line {line + 1}, byte {fault.BytePositionInLine + 1}." : "";
            return new Problem(StatusCodes.Status400BadRequest, "malformed-json", $"The body is not valid JSON.{where}");
        }

        var errors = Errors(fault);
        return new Problem(StatusCodes.Status400BadRequest, "invalid-request", string.Join(" ", errors.Select(error => $"{error.Key}: {error.Value[0]}"))) { Errors = errors };
    }

    private static Dictionary<string, string[]> Errors(JsonException fault)
    {
        var message = fault.Message;
        if (Missing().Match(message) is { Success: true } missing)
        {
            return Name().Matches(missing.Groups[1].Value).ToDictionary(match => match.Groups[1].Value, string[] (_) => ["This member is missing."]);
        }

        var member = Member(fault.Path);
        var (name, text) = message switch
        {
            _ when Unknown().Match(message) is { Success: true } unknown => (unknown.Groups[1].Value, "This member is not known here."),
            _ when Duplicate().Match(message) is { Success: true } duplicate => (member == "body" ? duplicate.Groups[1].Value : member, "This member is given twice."),
            _ when message.Contains("allow null values", StringComparison.Ordinal) || message.Contains("allow setting null values", StringComparison.Ordinal) => (member, "This member must not be null."),
            _ when Converted().Match(message) is { Success: true } converted => (member, Expected(converted.Groups[1].Value)),
            // Our own converters speak to people; what else there is names types.
            _ when message.Contains("System.", StringComparison.Ordinal) || message.Contains("Approvals.", StringComparison.Ordinal) => (member, "The value has the wrong type."),
            _ => (member, Position().Replace(message, "")),
        };
        return new Dictionary<string, string[]> { [name] = [text] };
    }

    private static string Member(string? path) => path is null or "$" ? "body" : path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : path[1..];

    private static string Expected(string type) => type switch
    {
        "System.Int32" or "System.Int64" => "This must be a whole number.",
        "System.String" => "This must be a text.",
        "System.DateTimeOffset" => "This must be a time, such as 2026-11-24T09:00:00Z.",
        "System.Boolean" => "This must be true or false.",
        _ when type.Contains("Dictionary", StringComparison.Ordinal) => "This must be an object.",
        _ => "The value has the wrong type, or is none of those allowed.",
    };

    [GeneratedRegex("missing required properties including: (.*)\\.", RegexOptions.Singleline)]
    private static partial Regex Missing();

    [GeneratedRegex("'([^']+)'")]
    private static partial Regex Name();

    [GeneratedRegex("^The JSON property '(.*)' could not be mapped", RegexOptions.Singleline)]
    private static partial Regex Unknown();

    [GeneratedRegex("^(?:Duplicate property|An item with the same property name) '(.*)' ", RegexOptions.Singleline)]
    private static partial Regex Duplicate();

    [GeneratedRegex("could not be converted to ([^ ]+)\\.")]
    private static partial Regex Converted();

    [GeneratedRegex(" Path: .*$", RegexOptions.Singleline)]
    private static partial Regex Position();
}
