namespace Web.Tests.EndToEnd;

/// <summary>What can not work says so, says what to do, and does not start half-way.</summary>
public sealed class StartTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("approvals-start-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_second_server_on_one_data_folder_refuses_and_the_first_goes_on()
    {
        await using var first = ChildServer.Start(folder);
        using var client = new HttpClient();
        await first.AnswersAsync(client);
        await using var second = ChildServer.Start(folder);
        await RefusesAsync(second, "in use by another server", "Approvals__DataPath");
        await first.AnswersAsync(client);
    }

    [Fact]
    public async Task A_broken_catalogue_is_named_by_file_and_line_with_what_to_do()
    {
        var catalogue = Path.Combine(folder, "catalogue");
        Copy(Catalogue(), catalogue);
        var topic = Path.Combine(catalogue, "topics", "one-time-authorization.yaml");
        var lines = await File.ReadAllLinesAsync(topic, TestContext.Current.CancellationToken);
        var broken = Array.FindIndex(lines, line => line.StartsWith("kind:", StringComparison.Ordinal));
        lines[broken] = "kind: wish";
        await File.WriteAllLinesAsync(topic, lines, TestContext.Current.CancellationToken);

        await using var server = ChildServer.Start(Path.Combine(folder, "data"), ("Approvals__CataloguePath", catalogue));
        await RefusesAsync(server, "topics/one-time-authorization.yaml", $"{broken + 1}", "wish", "request");
    }

    [Theory]
    [InlineData("Development", "http://0.0.0.0:0", "others can reach")]
    [InlineData("Production", "http://127.0.0.1:0", "environment is not Development")]
    public async Task Development_sign_in_where_it_does_not_belong_is_refused(string environment, string url, string why)
    {
        await using var server = ChildServer.Start(folder, ("ASPNETCORE_ENVIRONMENT", environment), ("ASPNETCORE_URLS", url), ("Approvals__Auth", "development"));
        await RefusesAsync(server, why, "entra");
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named()
    {
        await using var first = ChildServer.Start(Path.Combine(folder, "one"));
        var taken = await first.AddressAsync();
        await using var second = ChildServer.Start(Path.Combine(folder, "two"), ("ASPNETCORE_URLS", taken.GetLeftPart(UriPartial.Authority)));
        await RefusesAsync(second, $"{taken.Port}", "ASPNETCORE_URLS");
    }

    [Fact]
    public async Task A_data_folder_that_can_not_be_made_is_named()
    {
        var file = Path.Combine(folder, "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);
        await using var server = ChildServer.Start(Path.Combine(file, "data"));
        await RefusesAsync(server, Path.Combine(file, "data"));
    }

    private static async Task RefusesAsync(ChildServer server, params string[] says)
    {
        Assert.Equal(2, await server.ExitCodeAsync());
        Assert.All(says, word => Assert.Contains(word, server.Errors, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", server.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled exception", server.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Now listening", server.Output, StringComparison.Ordinal);
    }

    private static string Catalogue()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at.FullName, "catalogue", "people.yaml")))
        {
            at = at.Parent!;
        }

        return Path.Combine(at.FullName, "catalogue");
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
