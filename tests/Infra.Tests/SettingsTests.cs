using Approvals.App.Mail;
using Approvals.Web.Hosting;
using Approvals.Web.Identity;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Infra.Tests;

/// <summary>The settings that a deployment sets are those that the hosts read: <see cref="ApprovalsSettings"/> is the one list of them.</summary>
public sealed class SettingsTests
{
    // What a deployment leaves alone, and why. Everything else must be set.
    private static readonly Dictionary<string, string> LeftOut = new()
    {
        ["Approvals:DataPath"] = "no data lies on the disk of an instance",
        ["Approvals:CataloguePath"] = "the catalogue is deployed beside the program",
        ["Approvals:Tables:ConnectionString"] = "it holds a key; the service's address and the identity do without",
        ["Approvals:Entra:Audience"] = "the default is the app registration itself",
        ["Approvals:Graph:BaseUrl"] = "the default: the global cloud",
        ["Approvals:Mail:Graph:BaseUrl"] = "the default: the global cloud",
        ["Approvals:Mail:Graph:Notifications"] = "the default: Graph reaches the public address",
        ["Approvals:Mail:Smtp:Host"] = "not in Azure: mail goes through Graph",
        ["Approvals:Mail:Smtp:Port"] = "not in Azure",
        ["Approvals:Mail:Smtp:Security"] = "not in Azure",
        ["Approvals:Mail:Smtp:User"] = "not in Azure",
        ["Approvals:Mail:Smtp:Password"] = "not in Azure",
        ["Approvals:Mail:Imap:Host"] = "not in Azure: mail comes through Graph",
        ["Approvals:Mail:Imap:Port"] = "not in Azure",
        ["Approvals:Mail:Imap:Security"] = "not in Azure",
        ["Approvals:Mail:Imap:User"] = "not in Azure",
        ["Approvals:Mail:Imap:Password"] = "not in Azure",
        ["Approvals:Mail:Imap:Folder"] = "not in Azure",
        ["Approvals:Limits:BodyBytes"] = "the default",
        ["Approvals:Limits:MailBytes"] = "Development only",
        ["Approvals:Limits:Burst"] = "the default",
        ["Approvals:Limits:RequestsPerSecond"] = "the default",
        ["Approvals:Limits:RequestTimeout"] = "the default",
    };

    // A deployment sets those of the ticket systems that it uses (ticketSettings).
    private static bool IsOfTicketSystem(string name) => name.StartsWith("Approvals:Tickets:", StringComparison.Ordinal) && name.Count(c => c == ':') == 3;

    [Fact]
    public void The_deployment_sets_exactly_the_settings_that_the_code_reads()
    {
        Assert.Empty(LeftOut.Keys.Except(SettingNames.All));
        foreach (var deployment in new[] { Deployment.Dev, Deployment.Prod, Deployment.Everything })
        {
            var set = Approvals(deployment).Keys.Order(StringComparer.Ordinal);
            Assert.Equal(SettingNames.All.Except(LeftOut.Keys).Where(name => !IsOfTicketSystem(name)).Order(StringComparer.Ordinal), set);
        }
    }

    [Fact]
    public void The_code_takes_what_the_deployment_sets()
    {
        // What Azure alone knows is an expression yet.
        var given = Approvals(Deployment.Prod);
        Assert.Contains("primaryEndpoints.table", given["Approvals:Tables:ServiceUri"], StringComparison.Ordinal);
        given["Approvals:Tables:ServiceUri"] = "https://account.table.core.windows.net/";

        var settings = ApprovalsSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(given).Build());
        Assert.NotNull(settings.FindTables());
        Assert.NotNull(settings.FindDirectory()?.ClientId);
        Assert.Equal(AuthMode.Entra, settings.Auth);
        Assert.Equal("approvals@example.com", settings.ToMail("http://localhost").Mailbox.Value);
        Assert.Equal(new Uri("https://approvals.example.com"), settings.ToMail("http://localhost").PublicUrl);
        Assert.Equal("mx.example.com", settings.ToMail("http://localhost").AuthservId);
        var graph = Assert.IsType<MailChannel.Graph>(settings.Mail.ToChannel());
        Assert.Equal(new Uri("https://graph.microsoft.com/v1.0/"), graph.BaseUrl);
        Assert.Contains("id-approvals-prod", graph.ClientId, StringComparison.Ordinal);
        Assert.Empty(graph.MoreMailboxes);
        Assert.True(graph.Notifications);
    }

    [Fact]
    public void A_mistyped_setting_stops_the_start_by_name()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Approvals:Mail:Mailbx"] = "a@example.com" }).Build();
        var refusal = Assert.Throws<SettingsException>(() => ApprovalsSettings.Read(configuration));
        Assert.Contains("Approvals:Mail:Mailbx", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Approvals:Mail:Mailbox", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_of_the_wrong_kind_stops_the_start_by_name()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Approvals:Limits:Burst"] = "many" }).Build();
        var refusal = Assert.Throws<SettingsException>(() => ApprovalsSettings.Read(configuration));
        Assert.Contains("Approvals:Limits:Burst", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("entra", "https://graph.microsoft.com/v1.0", "Approvals:Directory is 'entra'")]
    [InlineData("graph", "http://graph.example.com/v1.0", "Approvals:Graph:BaseUrl is 'http://graph.example.com/v1.0'")]
    [InlineData("graph", "/v1.0", "Approvals:Graph:BaseUrl is")]
    public void A_directory_that_can_not_be_is_refused_by_name(string directory, string url, string message)
    {
        var settings = new ApprovalsSettings { Directory = directory, Graph = new GraphSettings { BaseUrl = new Uri(url, UriKind.RelativeOrAbsolute) } };
        Assert.Contains(message, Assert.Throws<SettingsException>(settings.FindDirectory).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_of_this_machine_may_do_without_encryption_and_no_directory_is_the_catalogue()
    {
        Assert.Null(new ApprovalsSettings().FindDirectory());
        var settings = new ApprovalsSettings { Directory = "graph", Graph = new GraphSettings { BaseUrl = new Uri("http://127.0.0.1:5000/v1.0") } };
        Assert.Equal("http://127.0.0.1:5000/v1.0/", settings.FindDirectory()!.BaseUrl.AbsoluteUri);
    }

    [Fact]
    public void No_setting_is_a_secret()
    {
        foreach (var (name, value) in Deployment.Everything.Settings.Where(setting => setting.Key.Contains("Secret", StringComparison.OrdinalIgnoreCase)))
        {
            Assert.True(value.Contains("@Microsoft.KeyVault(SecretUri=", StringComparison.Ordinal), name);
        }

        foreach (var (name, value) in Deployment.Everything.Settings)
        {
            Assert.False(value.Contains("AccountKey", StringComparison.OrdinalIgnoreCase) || value.Contains("SharedAccess", StringComparison.OrdinalIgnoreCase), name);
        }

        Assert.DoesNotContain("listKeys", Deployment.Template, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("listConnectionStrings", Deployment.Template, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void The_host_reaches_its_storage_and_telemetry_as_the_identity()
    {
        var settings = Deployment.Dev.Settings;
        Assert.Equal("managedidentity", settings["AzureWebJobsStorage__credential"]);
        Assert.StartsWith("sth", settings["AzureWebJobsStorage__accountName"], StringComparison.Ordinal);
        Assert.Contains("id-approvals-dev", settings["AzureWebJobsStorage__clientId"], StringComparison.Ordinal);
        Assert.Contains("id-approvals-dev", settings["AZURE_CLIENT_ID"], StringComparison.Ordinal);
        Assert.Contains("Authorization=AAD", settings["APPLICATIONINSIGHTS_AUTHENTICATION_STRING"], StringComparison.Ordinal);
    }

    [Fact]
    public void The_scheduler_changes_settings_and_not_the_package()
    {
        Assert.DoesNotContain(Deployment.Prod.Settings.Keys, name => name.StartsWith("AzureFunctionsJobHost__", StringComparison.Ordinal));
        var settings = Deployment.Everything.Settings;
        Assert.Equal("azureManaged", settings["AzureFunctionsJobHost__extensions__durableTask__storageProvider__type"]);
        var connection = settings[settings["AzureFunctionsJobHost__extensions__durableTask__storageProvider__connectionStringName"]];
        Assert.Contains("Authentication=ManagedIdentity", connection, StringComparison.Ordinal);
    }

    private static Dictionary<string, string?> Approvals(Deployment deployment) => deployment.Settings
        .Where(setting => setting.Key.StartsWith("Approvals__", StringComparison.Ordinal))
        .ToDictionary(setting => setting.Key.Replace("__", ":", StringComparison.Ordinal), setting => (string?)setting.Value);
}
