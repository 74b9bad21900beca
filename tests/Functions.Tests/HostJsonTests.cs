using System.Text.Json;
using Xunit;

namespace Functions.Tests;

public sealed class HostJsonTests
{
    private static readonly JsonElement Host = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "host.json"))).RootElement;
    private static readonly JsonElement Durable = Host.GetProperty("extensions").GetProperty("durableTask");

    [Fact]
    public void The_pipeline_has_every_address() => Assert.Equal("", Host.GetProperty("extensions").GetProperty("http").GetProperty("routePrefix").GetString());

    [Fact]
    public void Orchestrations_of_an_older_version_go_on_and_of_a_newer_one_are_refused()
    {
        Assert.Equal("1", Durable.GetProperty("defaultVersion").GetString());
        Assert.Equal("CurrentOrOlder", Durable.GetProperty("versionMatchStrategy").GetString());
        Assert.Equal("Reject", Durable.GetProperty("versionFailureStrategy").GetString());
    }

    [Fact]
    public void No_trace_carries_inputs_or_outputs() => Assert.False(Durable.GetProperty("tracing").GetProperty("traceInputsAndOutputs").GetBoolean());
}
