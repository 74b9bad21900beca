using Approvals.Functions.Hosting;
using Approvals.Hosting;
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
    public void Tables_by_connection_string_are_taken() => Assert.Equal("UseDevelopmentStorage=true", Read([], tables: true).Tables?.ConnectionString);

    [Theory]
    [InlineData("Approvals:Tickets:Zendesk:Url", "https://desk.example.com", "Approvals:Tickets:Zendesk:Email and Approvals:Tickets:Zendesk:Token are missing")]
    [InlineData("Approvals:Mail:Channel", "smtp", "Approvals:Mail:Smtp:Host is not set")]
    [InlineData("Approvals:Tickts", "1", "There is no setting Approvals:Tickts")]
    public void A_setting_that_is_missing_or_unknown_is_named(string name, string value, string said) =>
        Assert.Contains(said, Assert.Throws<SettingsException>(() => Read(new() { [name] = value }, tables: true)).Message, StringComparison.Ordinal);

    [Fact]
    public void Telemetry_goes_where_the_standard_setting_says() =>
        Assert.Equal(new Uri("http://127.0.0.1:4317"), Read(new() { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:4317" }, tables: true).Telemetry.OtlpEndpoint);

    [Fact]
    public void Open_pages_ask_instead_of_holding_an_invocation() => Assert.False(Read([], tables: true).Web.Push);

    private static HostSettings Read(Dictionary<string, string?> settings, bool tables = false)
    {
        if (tables)
        {
            settings["Approvals:Store"] = "tables";
            settings["Approvals:Tables:ConnectionString"] = "UseDevelopmentStorage=true";
        }

        return FunctionsSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), AppContext.BaseDirectory);
    }
}
