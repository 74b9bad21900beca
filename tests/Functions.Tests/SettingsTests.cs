using Approvals.Functions.Hosting;
using Approvals.Web.Hosting;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Functions.Tests;

public sealed class SettingsTests
{
    [Fact]
    public void A_file_as_the_store_is_refused_with_what_to_set() =>
        Assert.Contains("Approvals:Tables:ServiceUri", Assert.Throws<SettingsException>(() => Read([])).Message, StringComparison.Ordinal);

    [Fact]
    public void A_mail_channel_that_the_app_does_not_know_is_refused_by_name() =>
        Assert.Contains("Approvals:Mail:Channel is 'pigeon'", Assert.Throws<SettingsException>(() => Read(new() { ["Approvals:Mail:Channel"] = "pigeon" }, tables: true)).Message, StringComparison.Ordinal);

    [Fact]
    public void Tables_by_connection_string_are_taken() => Assert.Equal("UseDevelopmentStorage=true", Read([], tables: true).Tables.ConnectionString);

    private static FunctionsSettings Read(Dictionary<string, string?> settings, bool tables = false)
    {
        if (tables)
        {
            settings["Approvals:Store"] = "tables";
            settings["Approvals:Tables:ConnectionString"] = "UseDevelopmentStorage=true";
        }

        return FunctionsSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), AppContext.BaseDirectory);
    }
}
