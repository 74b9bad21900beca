using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Approvals.Core.Requests;

namespace Approvals.Core.Audit;

/// <summary>
/// Events as bytes: <c>{"type":"step-approved.v1","version":3,"at":…,"by":…,"command":…,"data":{…}}</c>. The same event always gives the same bytes,
/// and every event ever written can be read.
/// </summary>
public static class EventJson
{
    public static byte[] Write(RequestEvent e, long version)
    {
        ArgumentNullException.ThrowIfNull(e);
        var type = EventTypes.Of(e);
        return JsonBytes.Write((e, type, version), static (w, it) =>
        {
            w.Text("type"u8, it.type.FullName).Int("version"u8, it.version).Time("at"u8, it.e.At).Text("by"u8, it.e.By.ToString()).Text("command"u8, it.e.CommandId);
            w.Json.WriteStartObject("data"u8);
            it.type.Write(w, it.e);
            w.Json.WriteEndObject();
        });
    }

    /// <exception cref="CorruptStreamException">The bytes are not an event, or one of a newer product.</exception>
    public static RequestEvent Read(ReadOnlySpan<byte> json) => Read(json, Upcasters.Known);

    /// <summary>Reads no data: what is wrong in there goes unnoticed.</summary>
    /// <exception cref="CorruptStreamException">The bytes do not start like an event.</exception>
    public static EventHeader ReadHeader(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        return Header(ref reader);
    }

    internal static RequestEvent Read(ReadOnlySpan<byte> json, Upcasters upcasters)
    {
        var reader = new Utf8JsonReader(json);
        var header = Header(ref reader);
        try
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            var data = json[start..(int)reader.BytesConsumed];
            if (!reader.Read() || reader.TokenType != JsonTokenType.EndObject || reader.Read())
            {
                throw new JsonException("something follows its data");
            }

            return Read(header, data, upcasters);
        }
        catch (Exception e) when (IsMalformed(e))
        {
            throw new CorruptStreamException(header.Type, header.Version, e.Message, e);
        }
    }

    /// <summary>What System.Text.Json and the parsers of our types throw for bytes that are not what they should be.</summary>
    internal static bool IsMalformed(Exception e) => e is JsonException or FormatException or InvalidOperationException or OverflowException or ArgumentException;

    private static RequestEvent Read(EventHeader header, ReadOnlySpan<byte> data, Upcasters upcasters)
    {
        var (name, version) = Split(header.Type);
        var type = EventTypes.Find(name) ?? throw new JsonException("the product has no such event; a newer one may have written it");
        if (version == type.Version)
        {
            return JsonBytes.Read(data, (type, header), static (r, it) => it.type.Read(r, it.header));
        }

        var lifted = version < type.Version ? upcasters.Lift(name, version, type.Version, JsonNode.Parse(data)!.AsObject()) : null;
        return lifted is null
            ? throw new JsonException($"the product reads '{type.FullName}' and knows no way from '{header.Type}'")
            : JsonBytes.Read(Encoding.UTF8.GetBytes(lifted.ToJsonString()), (type, header), static (r, it) => it.type.Read(r, it.header));
    }

    private static EventHeader Header(ref Utf8JsonReader reader)
    {
        try
        {
            return EventHeader.Read(ref reader);
        }
        catch (JsonException e)
        {
            throw new CorruptStreamException(null, null, e.Message, e);
        }
    }

    private static (string Name, int Version) Split(string type)
    {
        var dot = type.LastIndexOf(".v", StringComparison.Ordinal);
        return dot > 0 && int.TryParse(type.AsSpan(dot + 2), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? (type[..dot], version)
            : throw new JsonException("its type has no version");
    }
}
