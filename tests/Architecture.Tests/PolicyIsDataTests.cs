using System.Text.RegularExpressions;
using Xunit;

namespace Architecture.Tests;

/// <summary>Rules, roles, people and texts of a desk are data in the catalogue. The code knows none of them.</summary>
public sealed partial class PolicyIsDataTests
{
    [Fact]
    public void No_topic_role_or_person_of_the_catalogue_stands_in_the_code()
    {
        var names = Directory.EnumerateFiles(Path.Combine(Repository.Root, "catalogue", "topics"), "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file))
            .Concat(RoleNames())
            .Concat(Addresses().Matches(File.ReadAllText(Path.Combine(Repository.Root, "catalogue", "people.yaml"))).Select(match => match.Value))
            .Where(name => name.Contains('-', StringComparison.Ordinal) || name.Contains('@', StringComparison.Ordinal))
            .Except(["approvals@example.com"])
            .ToHashSet();
        Assert.True(names.Count > 20, "The catalogue was not read.");
        var found = from file in Sources()
                    from line in File.ReadLines(file).Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal))
                    from name in names
                    where line.Contains($"\"{name}\"", StringComparison.Ordinal)
                    select $"{Path.GetRelativePath(Repository.Root, file)}: {name}";
        Assert.Empty(found);
    }

    [Fact]
    public void No_project_keeps_banned_symbols_off()
    {
        var banned = File.ReadAllText(Path.Combine(Repository.Root, "src", "Approvals.Core", "BannedSymbols.txt"));
        foreach (var clock in new[] { "System.DateTime.UtcNow", "System.DateTimeOffset.UtcNow", "System.Guid.NewGuid", "System.Random", "System.TimeProvider" })
        {
            Assert.Contains(clock, banned, StringComparison.Ordinal);
        }
    }

    private static IEnumerable<string> RoleNames()
    {
        var inRoles = false;
        foreach (var line in File.ReadLines(Path.Combine(Repository.Root, "catalogue", "people.yaml")))
        {
            inRoles = line.Length > 0 && !char.IsWhiteSpace(line[0]) && line[0] != '#' ? line.StartsWith("roles:", StringComparison.Ordinal) : inRoles;
            if (inRoles && RoleLine().Match(line) is { Success: true } match)
            {
                yield return match.Groups[1].Value;
            }
        }
    }

    private static IEnumerable<string> Sources() => Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
        .Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.razor", SearchOption.AllDirectories));

    [GeneratedRegex(@"[a-z][a-z.]*@[a-z.]+\.[a-z]+")]
    private static partial Regex Addresses();

    [GeneratedRegex(@"^  ([a-z][a-z-]*):")]
    private static partial Regex RoleLine();
}
