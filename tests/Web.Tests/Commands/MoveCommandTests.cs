using Approvals.Server.Commands;
using Microsoft.Extensions.Configuration;

namespace Web.Tests.Commands;

public sealed class MoveCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("move").FullName;
    private readonly StringWriter output = new();
    private readonly StringWriter error = new();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("move")]
    [InlineData("move", "sqlite")]
    [InlineData("move", "sqlite", "sqlite")]
    [InlineData("move", "tables", "paper")]
    [InlineData("move", "sqlite", "tables", "now")]
    public async Task Anything_else_is_answered_with_the_usage(params string[] args)
    {
        Assert.Equal(MoveCommand.Unusable, await RunAsync([], args));
        Assert.StartsWith("usage: move sqlite tables", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tables_that_are_nowhere_are_asked_for_by_the_name_of_the_setting()
    {
        Assert.Equal(MoveCommand.Unusable, await RunAsync([], "move", "sqlite", "tables"));
        Assert.Contains("Approvals:Tables:ServiceUri", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_storage_that_is_away_ends_with_what_to_check()
    {
        var nowhere = new Dictionary<string, string?>
        {
            ["Approvals:DataPath"] = folder,
            ["Approvals:Tables:ConnectionString"] = "DefaultEndpointsProtocol=http;AccountName=a;AccountKey=YQ==;TableEndpoint=http://127.0.0.1:1/a;",
        };
        Assert.Equal(MoveCommand.Unusable, await RunAsync(nowhere, "move", "sqlite", "tables"));
        Assert.Contains("Approvals:Tables:ConnectionString", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(output.ToString());
    }

    private Task<int> RunAsync(Dictionary<string, string?> settings, params string[] args) =>
        MoveCommand.RunAsync(args, new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), output, error, TestContext.Current.CancellationToken);
}
