using System.Collections.Immutable;
using Approvals.Core.Catalogue;
using Approvals.Web.Problems;
using Microsoft.AspNetCore.Http;

namespace Approvals.Web.Api;

/// <summary>Texts that people write. Markup is text like any other; control characters are not, they hide or forge what a log, a mail or a ticket shows.</summary>
internal static class Texts
{
    public const int MaxRemark = 4000;
    private const string Control = "This contains control characters. Write it again without them.";

    /// <summary>A comment or reason. Null and blank are null.</summary>
    public static string? Remark(string? text, string member)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        // Before anything is made of it: rarer line ends are control characters too.
        var clean = IsClean(text) ? text.ReplaceLineEndings("\n").Trim() : null;
        return clean is null ? throw new InvalidRequestException(member, Control)
            : clean.Length > MaxRemark ? throw new InvalidRequestException(member, $"This must not be longer than {MaxRemark} characters.")
            : clean;
    }

    /// <summary>A comment or reason that must be given.</summary>
    public static string Required(string? text, string member) =>
        Remark(text, member) ?? throw new InvalidRequestException(new Problem(StatusCodes.Status422UnprocessableEntity, "comment-required", $"Say why: {member} must not be empty.")
        {
            Errors = new Dictionary<string, string[]> { [member] = ["This must not be empty."] },
        });

    /// <summary>The fields of a form, in the order that everything else uses. What they may hold is up to the topic.</summary>
    public static ImmutableSortedDictionary<string, FieldValue> Fields(ImmutableSortedDictionary<string, FieldValue> fields)
    {
        foreach (var (name, value) in fields)
        {
            // JSON's null gets past the reader: it looks at members for it, not at entries.
            if ((object?)value is null)
            {
                throw new InvalidRequestException($"fields.{name}", "This must not be null. Leave the field out.");
            }
        }

        return fields.WithComparers(StringComparer.Ordinal);
    }

    private static bool IsClean(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsControl(c) && c is not ('\n' or '\r' or '\t'))
            {
                return false;
            }

            // Half of a pair can not be written as UTF-8, so it would not come back as it was.
            if (char.IsSurrogate(c) && (!char.IsHighSurrogate(c) || ++i == text.Length || !char.IsLowSurrogate(text[i])))
            {
                return false;
            }
        }

        return true;
    }
}
