using System.Text.Json.Nodes;

namespace Infra.Tests;

/// <summary>What a deployment would make, worked out by the CLI without Azure. Values that Azure alone knows stay expressions in brackets.</summary>
internal sealed class Deployment
{
    // Each takes the CLI some seconds: worked out once.
    private static readonly Lazy<Deployment> LazyDev = new(() => Of("dev"));
    private static readonly Lazy<Deployment> LazyProd = new(() => Of("prod"));
    private static readonly Lazy<Deployment> LazyEverything = new(() => Of("prod", "union(prod, { durableTaskScheduler: true })"));
    private static readonly Lazy<string> LazyTemplate = new(BuildTemplate);

    private Deployment(JsonNode snapshot) => Resources = [.. snapshot["predictedResources"]!.AsArray().Select(node => node!)];

    public static Deployment Dev => LazyDev.Value;
    public static Deployment Prod => LazyProd.Value;

    /// <summary>With every switch on.</summary>
    public static Deployment Everything => LazyEverything.Value;

    /// <summary>The ARM template itself.</summary>
    public static string Template => LazyTemplate.Value;

    public IReadOnlyList<JsonNode> Resources { get; }

    public IEnumerable<JsonNode> OfType(string type) => Resources.Where(resource => (string)resource["type"]! == type);

    public JsonNode Site => OfType("Microsoft.Web/sites").Single();

    public JsonObject Config(string name) =>
        OfType("Microsoft.Web/sites/config").Single(config => ((string)config["name"]!).EndsWith($"/{name}", StringComparison.Ordinal))["properties"]!.AsObject();

    public Dictionary<string, string> Settings => Config("appsettings").ToDictionary(setting => setting.Key, setting => (string)setting.Value!);

    public static Deployment Of(string environment, string? shape = null)
    {
        var folder = BicepCli.CopyOfInfra();
        try
        {
            var file = Path.Combine(folder, $"{environment}.bicepparam");
            if (shape is not null)
            {
                File.WriteAllText(file, File.ReadAllText(file).Replace($"param shape = {environment}", $"param shape = {shape}", StringComparison.Ordinal));
            }

            BicepCli.Run(
                folder, "snapshot", file, "--mode", "overwrite", "--location", "westeurope", "--deployment-name", "check",
                "--subscription-id", "00000000-0000-0000-0000-000000000001", "--tenant-id", "22222222-2222-2222-2222-222222222222");
            return new Deployment(JsonNode.Parse(File.ReadAllText(Path.Combine(folder, $"{environment}.snapshot.json")))!);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string BuildTemplate()
    {
        var folder = BicepCli.CopyOfInfra();
        try
        {
            BicepCli.Run(folder, "build", "main.bicep", "--outfile", "main.json");
            return File.ReadAllText(Path.Combine(folder, "main.json"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
