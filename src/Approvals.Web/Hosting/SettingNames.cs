using System.Collections.Immutable;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace Approvals.Web.Hosting;

/// <summary>What settings there are, by name. The records are the list: a setting that is in none of them can not be read.</summary>
public static class SettingNames
{
    /// <summary>Such as <c>Approvals:Mail:Mailbox</c>.</summary>
    public static ImmutableArray<string> All { get; } = [.. Of(typeof(ApprovalsSettings), ApprovalsSettings.Section).Order(StringComparer.Ordinal)];

    /// <summary>A mistyped setting would count for nothing, in silence: it stops the start instead.</summary>
    internal static void Check(IConfigurationSection section)
    {
        var unknown = section.AsEnumerable()
            .Where(pair => pair.Value is not null && pair.Key != section.Path && !All.Contains(pair.Key, StringComparer.OrdinalIgnoreCase))
            .Select(pair => pair.Key)
            .Order(StringComparer.Ordinal)
            .ToArray();
        if (unknown.Length > 0)
        {
            throw new SettingsException($"There is no setting {string.Join(" and no setting ", unknown)}. The settings are: {string.Join(", ", All)}. Correct the name, or leave it out.");
        }
    }

    private static IEnumerable<string> Of(Type record, string path) => record
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.SetMethod is { IsPublic: true })
        .SelectMany(property => property.PropertyType.Assembly == record.Assembly && property.PropertyType.IsClass
            ? Of(property.PropertyType, $"{path}:{property.Name}")
            : [$"{path}:{property.Name}"]);
}
