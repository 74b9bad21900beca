using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Approvals.App.Audit;

/// <summary>The first line of an export.</summary>
internal sealed record AuditHeader(string Format, DateTimeOffset ExportedAt)
{
    public const string Known = "approvals-audit.v1";
}

/// <summary>The last line of an export: totals, and the SHA-256 of all lines before it.</summary>
internal sealed record AuditTrailer(long Requests, long Events, string Sha256);

/// <summary>The first line of an anchor file. <paramref name="Previous"/> is the SHA-256 of the whole file of <paramref name="PreviousDay"/>; both null in the first.</summary>
internal sealed record AnchorHeader(string Format, DateOnly Day, DateOnly? PreviousDay = null, string? Previous = null)
{
    public const string Known = "approvals-anchor.v1";
}

/// <summary>A request that changed on the day: its last version then, and the hash of that event.</summary>
internal sealed record AnchorEntry(string Request, long Version, string Hash);

/// <summary>The last line of an anchor file.</summary>
internal sealed record AnchorTrailer(long Requests);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(AuditHeader))]
[JsonSerializable(typeof(AuditTrailer))]
[JsonSerializable(typeof(AnchorHeader))]
[JsonSerializable(typeof(AnchorEntry))]
[JsonSerializable(typeof(AnchorTrailer))]
internal sealed partial class AuditJson : JsonSerializerContext
{
    /// <summary>One line, with its line feed.</summary>
    public static byte[] Line<T>(T value, JsonTypeInfo<T> type) => [.. JsonSerializer.SerializeToUtf8Bytes(value, type), (byte)'\n'];

    /// <summary>What the line says of its format; null when nothing.</summary>
    public static string? FormatOf(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        try
        {
            return reader.Read() && reader.Read() && reader.ValueTextEquals("format"u8) && reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Null when the line is something else.</summary>
    public static T? TryRead<T>(ReadOnlySpan<byte> line, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(line, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
