using System.Globalization;
using System.Text.Json.Nodes;

namespace Approvals.Adapters.Tickets;

/// <summary>Reading answers that may lack anything: what is missing is null, and a number may be a text.</summary>
internal static class RemoteJson
{
    public static string? Text(this JsonNode? node, string name) => (node as JsonObject)?[name] switch
    {
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        JsonValue value => value.ToJsonString(),
        _ => null,
    };

    public static string Needed(this JsonNode? node, string name) =>
        node.Text(name) is { Length: > 0 } text ? text : throw new RemoteException(RemoteFault.Unclear, $"The answer has no '{name}'.");

    public static long Number(this JsonNode? node, string name) =>
        long.TryParse(node.Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new RemoteException(RemoteFault.Unclear, $"The answer has no number '{name}'.");

    public static bool Flag(this JsonNode? node, string name) => node.Text(name) is "true";

    public static JsonNode? Under(this JsonNode? node, string name) => (node as JsonObject)?[name];

    public static IEnumerable<JsonNode> Items(this JsonNode? node, string? name = null) =>
        ((name is null ? node : node.Under(name)) as JsonArray)?.OfType<JsonNode>() ?? [];

    /// <summary>Times without a zone are UTC.</summary>
    public static DateTimeOffset Time(this JsonNode? node, string name) =>
        DateTimeOffset.TryParse(node.Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : throw new RemoteException(RemoteFault.Unclear, $"The answer has no time '{name}'.");
}
