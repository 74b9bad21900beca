using System.Text.Json;
using System.Text.Json.Serialization;
using Approvals.Core.Catalogue;

namespace Approvals.Web.Pages.Forms;

/// <summary>
/// When a field applies, in the words of the page's script: any group, all of its clauses. Null where the script could not tell:
/// such a field is always shown, and the server judges.
/// </summary>
internal static class Conditions
{
    public static string? For(FieldSpec field)
    {
        if (field.VisibleWhen is not { } condition)
        {
            return null;
        }

        var groups = condition.Groups.Select(group => group.Select(clause => Of(clause.Subject, clause.Test, not: false)).ToArray()).ToArray();
        return groups.Any(group => group.Any(clause => clause is null)) ? null : JsonSerializer.Serialize(groups!, ConditionJson.Default.ClauseWordsArrayArray);
    }

    private static ClauseWords? Of(Subject subject, Test test, bool not) => (subject, test) switch
    {
        (Subject.Field, Test.Not inner) => Of(subject, inner.Of, !not),
        (Subject.Field field, Test.Filled) => new ClauseWords(field.Spec.Name, null, not),
        (Subject.Field field, Test.Empty) => new ClauseWords(field.Spec.Name, null, !not),
        (Subject.Field field, Test.Is text) => new ClauseWords(field.Spec.Name, [text.Value], not),
        (Subject.Field field, Test.AnyOf any) when any.Tests.All(one => one is Test.Is) =>
            new ClauseWords(field.Spec.Name, [.. any.Tests.Cast<Test.Is>().Select(one => one.Value)], not),
        _ => null,
    };
}

/// <param name="Any">One of these is given; null: anything is.</param>
internal sealed record ClauseWords(string Field, string[]? Any, bool Not);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ClauseWords[][]))]
internal sealed partial class ConditionJson : JsonSerializerContext;
