using System.Text.Json.Nodes;
using Approvals.App;
using Xunit;

namespace Infra.Tests;

/// <summary>What a deployment makes is closed: no keys, no passwords, a wall in front, and every log kept.</summary>
public sealed class ResourceTests
{
    [Fact]
    public void Storage_knows_no_shared_key_and_no_anonymous_reader()
    {
        var accounts = Deployment.Dev.OfType("Microsoft.Storage/storageAccounts").ToArray();
        Assert.Equal(2, accounts.Length);
        Assert.All(accounts, account =>
        {
            Assert.False((bool)account["properties"]!["allowSharedKeyAccess"]!);
            Assert.False((bool)account["properties"]!["allowBlobPublicAccess"]!);
            Assert.True((bool)account["properties"]!["supportsHttpsTrafficOnly"]!);
            Assert.Equal("TLS1_2", (string)account["properties"]!["minimumTlsVersion"]!);
        });
    }

    [Fact]
    public void The_app_speaks_HTTPS_and_takes_no_password()
    {
        var properties = Deployment.Dev.Site["properties"]!;
        Assert.True((bool)properties["httpsOnly"]!);
        Assert.Equal("1.2", (string)properties["siteConfig"]!["minTlsVersion"]!);
        Assert.Equal("1.2", (string)properties["siteConfig"]!["scmMinTlsVersion"]!);
        Assert.Equal("Disabled", (string)properties["siteConfig"]!["ftpsState"]!);
        var policies = Deployment.Dev.OfType("Microsoft.Web/sites/basicPublishingCredentialsPolicies").ToArray();
        Assert.Equal(["ftp", "scm"], policies.Select(policy => ((string)policy["name"]!).Split('/')[^1]).Order());
        Assert.All(policies, policy => Assert.False((bool)policy["properties"]!["allow"]!));
    }

    [Fact]
    public void The_app_runs_on_Flex_Consumption_and_is_deployed_by_identity()
    {
        Assert.Equal("FC1", (string)Deployment.Dev.OfType("Microsoft.Web/serverfarms").Single()["sku"]!["name"]!);
        var config = Deployment.Dev.Site["properties"]!["functionAppConfig"]!;
        Assert.Equal("dotnet-isolated", (string)config["runtime"]!["name"]!);
        Assert.Equal("10.0", (string)config["runtime"]!["version"]!);
        Assert.Equal("UserAssignedIdentity", (string)config["deployment"]!["storage"]!["authentication"]!["type"]!);
        Assert.Equal("UserAssigned", (string)Deployment.Dev.Site["identity"]!["type"]!);
    }

    [Fact]
    public void Nobody_gets_to_the_app_or_to_the_host_without_a_sign_in_but_on_four_paths()
    {
        var wall = Deployment.Dev.Config("authsettingsV2");
        Assert.True((bool)wall["platform"]!["enabled"]!);
        Assert.True((bool)wall["globalValidation"]!["requireAuthentication"]!);
        Assert.Equal(
            ["/health/live", "/health/ready", "/api/graph/notifications", "/signin-oidc"],
            wall["globalValidation"]!["excludedPaths"]!.AsArray().Select(path => (string)path!));
        // It holds the name of the setting, and never the secret.
        Assert.Equal("Approvals__Entra__ClientSecret", (string)wall["identityProviders"]!["azureActiveDirectory"]!["registration"]!["clientSecretSettingName"]!);
    }

    [Fact]
    public void The_vault_goes_by_roles_and_can_not_be_purged()
    {
        var properties = Deployment.Dev.OfType("Microsoft.KeyVault/vaults").Single()["properties"]!;
        Assert.True((bool)properties["enableRbacAuthorization"]!);
        Assert.True((bool)properties["enablePurgeProtection"]!);
    }

    [Fact]
    public void Telemetry_is_neither_sent_nor_read_with_a_key()
    {
        Assert.True((bool)Deployment.Dev.OfType("Microsoft.Insights/components").Single()["properties"]!["DisableLocalAuth"]!);
        Assert.True((bool)Deployment.Dev.OfType("Microsoft.OperationalInsights/workspaces").Single()["properties"]!["features"]!["disableLocalAuth"]!);
    }

    [Theory]
    [InlineData("Microsoft.Storage/storageAccounts")]
    [InlineData("Microsoft.Storage/storageAccounts/blobServices")]
    [InlineData("Microsoft.Storage/storageAccounts/queueServices")]
    [InlineData("Microsoft.Storage/storageAccounts/tableServices")]
    [InlineData("Microsoft.KeyVault/vaults")]
    [InlineData("Microsoft.Web/sites")]
    [InlineData("Microsoft.Web/serverfarms")]
    [InlineData("Microsoft.OperationalInsights/workspaces")]
    [InlineData("Microsoft.Insights/components")]
    [InlineData("Microsoft.Network/virtualNetworks")]
    public void Everything_that_can_report_does(string type)
    {
        var reporting = Deployment.Everything.OfType("Microsoft.Insights/diagnosticSettings").Select(setting => (string)setting["id"]!).ToArray();
        Assert.All(Deployment.Everything.OfType(type), resource => Assert.Contains($"{resource["id"]}/providers/Microsoft.Insights/diagnosticSettings/to-workspace", reporting));
    }

    [Fact]
    public void The_alert_looks_for_the_event_that_the_code_logs()
    {
        var rule = Deployment.Prod.OfType("Microsoft.Insights/scheduledQueryRules").Single()["properties"]!;
        var query = (string)rule["criteria"]!["allOf"]![0]!["query"]!;
        var logged = typeof(RequestService).Assembly.GetType("Approvals.App.Advance.Log")!.GetMethod("EffectAbandoned")!
            .CustomAttributes.Single(attribute => attribute.AttributeType.Name == "LoggerMessageAttribute")
            .NamedArguments.Single(argument => argument.MemberName == "EventName").TypedValue.Value;
        Assert.Contains($"\"{logged}\"", query, StringComparison.Ordinal);
        Assert.Single(rule["actions"]!["actionGroups"]!.AsArray());
    }

    [Fact]
    public void Prod_reaches_storage_and_vault_privately_alone()
    {
        var closed = Deployment.Prod.OfType("Microsoft.Storage/storageAccounts").Concat(Deployment.Prod.OfType("Microsoft.KeyVault/vaults")).ToArray();
        Assert.Equal(3, closed.Length);
        Assert.All(closed, resource => Assert.Equal("Disabled", (string)resource["properties"]!["publicNetworkAccess"]!));
        Assert.Equal(
            ["blob", "blob", "queue", "table", "table", "vault"],
            Deployment.Prod.OfType("Microsoft.Network/privateEndpoints")
                .Select(endpoint => (string)endpoint["properties"]!["privateLinkServiceConnections"]![0]!["properties"]!["groupIds"]![0]!).Order(StringComparer.Ordinal));
        Assert.Equal(6, Deployment.Prod.OfType("Microsoft.Network/privateEndpoints/privateDnsZoneGroups").Count());
        Assert.NotNull(Deployment.Prod.Site["properties"]!["virtualNetworkSubnetId"]);
        Assert.Empty(Deployment.Dev.OfType("Microsoft.Network/virtualNetworks"));
    }

    [Fact]
    public void The_roles_that_people_can_be_given_are_those_that_the_code_knows()
    {
        var roles = JsonNode.Parse(File.ReadAllText(Path.Combine(BicepCli.Root, "infra", "app-roles.json")))!.AsArray();
        Assert.Equal(Enum.GetNames<Roles>().Except([nameof(Roles.None)]), roles.Select(role => (string)role!["value"]!));
    }
}
