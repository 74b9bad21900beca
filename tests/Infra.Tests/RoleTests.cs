using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Xunit;

namespace Infra.Tests;

/// <summary>The one identity holds these roles, each on one resource, and no other.</summary>
public sealed partial class RoleTests
{
    private static readonly string[] Always =
    [
        "sth: Storage Blob Data Owner",
        "sth: Storage Queue Data Contributor",
        "sth: Storage Table Data Contributor",
        "stp: Storage Blob Data Contributor",
        "stp: Storage Table Data Contributor",
        "kv: Key Vault Secrets User",
        "appi: Monitoring Metrics Publisher",
    ];

    // The ids are Azure's own and the same everywhere.
    private static readonly Dictionary<string, string> Names = new()
    {
        ["b7e6dc6d-f1e8-4753-8033-0f276bb0955b"] = "Storage Blob Data Owner",
        ["ba92f5b4-2d11-453d-a403-e96b0029c9fe"] = "Storage Blob Data Contributor",
        ["974c5e8b-45b9-4653-ba55-5f855dd0fb88"] = "Storage Queue Data Contributor",
        ["0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3"] = "Storage Table Data Contributor",
        ["4633458b-17de-408a-b874-0445c86b69e6"] = "Key Vault Secrets User",
        ["3913510d-42f4-4e42-8a64-420c390055eb"] = "Monitoring Metrics Publisher",
        ["0ad04412-c4d5-4796-b79c-f76d14c8d402"] = "Durable Task Data Contributor",
    };

    [Fact]
    public void The_identity_holds_these_roles_and_no_other()
    {
        Assert.Equal(Always.Order(StringComparer.Ordinal), Held(Deployment.Dev));
        Assert.Equal(Always.Order(StringComparer.Ordinal), Held(Deployment.Prod));
        Assert.Equal(Always.Append("approvals: Durable Task Data Contributor").Order(StringComparer.Ordinal), Held(Deployment.Everything));
    }

    [Fact]
    public void A_role_is_named_by_scope_principal_and_role()
    {
        foreach (var assignment in Assignments(Deployment.Everything))
        {
            var named = Name().Match((string)assignment["name"]!);
            Assert.True(named.Success, (string)assignment["name"]!);
            // The id repeats the scope before the kind and the name after it.
            Assert.Contains($"'{named.Groups["scope"].Value}'", (string)assignment["id"]!, StringComparison.Ordinal);
            Assert.EndsWith("/userAssignedIdentities/id-approvals-prod", named.Groups["principal"].Value, StringComparison.Ordinal);
            Assert.EndsWith($"/{named.Groups["role"].Value}", (string)assignment["properties"]!["roleDefinitionId"]!, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Deploying_again_makes_the_same_resources()
    {
        var again = Deployment.Of("dev");
        Assert.Equal(Deployment.Dev.Resources.Select(resource => resource.ToJsonString()), again.Resources.Select(resource => resource.ToJsonString()));
        Assert.DoesNotContain("newGuid(", Deployment.Template, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("utcNow(", Deployment.Template, StringComparison.OrdinalIgnoreCase);
    }

    private static IEnumerable<JsonNode> Assignments(Deployment deployment) => deployment.OfType("Microsoft.Authorization/roleAssignments");

    private static IEnumerable<string> Held(Deployment deployment) => Assignments(deployment).Select(assignment =>
    {
        var named = Name().Match((string)assignment["name"]!);
        var scope = Prefix().Match(named.Groups["scope"].Value.Split('/')[^1]).Value;
        return $"{scope}: {Names[named.Groups["role"].Value]}";
    }).Order(StringComparer.Ordinal);

    [GeneratedRegex(@"^\[guid\('(?<scope>[^']+)', reference\('(?<principal>[^']+)', '[^']+'\)\.principalId, '(?<role>[0-9a-f-]{36})'\)\]$")]
    private static partial Regex Name();

    // Storage accounts and the vault are named by a prefix and a hash of 13 characters.
    [GeneratedRegex("^(sth|stp|kv|appi|approvals)")]
    private static partial Regex Prefix();
}
