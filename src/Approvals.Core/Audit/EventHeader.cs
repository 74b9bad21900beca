using System.Text.Json;
using Approvals.Core.Requests;

namespace Approvals.Core.Audit;

/// <summary>What listings need of an event, read without its data.</summary>
/// <param name="Type">As written: <c>step-approved.v1</c>.</param>
public readonly record struct EventHeader(string Type, long Version, DateTimeOffset At, Actor By, string CommandId)
{
    /// <summary>The fields stand in one order, that of <see cref="EventJson.Write(RequestEvent, long)"/>. Leaves the reader before the data.</summary>
    internal static EventHeader Read(ref Utf8JsonReader reader)
    {
        Expect(reader.Read() && reader.TokenType == JsonTokenType.StartObject, "it is not an object");
        string? type = null;
        long? version = null;
        try
        {
            type = Text(ref reader, "type"u8);
            Next(ref reader, "version"u8);
            version = reader.GetInt64();
            Next(ref reader, "at"u8);
            var at = reader.GetDateTimeOffset();
            var by = Text(ref reader, "by"u8);
            var command = Text(ref reader, "command"u8);
            Next(ref reader, "data"u8);
            Expect(reader.TokenType == JsonTokenType.StartObject, "its data is not an object");
            return new(type, version.Value, at, by == "system" ? Actor.System : Actor.Of(EmailAddress.Parse(by)), command);
        }
        catch (Exception e) when (EventJson.IsMalformed(e))
        {
            throw new CorruptStreamException(type, version, e.Message, e);
        }
    }

    private static string Text(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        Next(ref reader, name);
        return reader.GetString() ?? throw new JsonException("A field of the header is null.");
    }

    private static void Next(ref Utf8JsonReader reader, ReadOnlySpan<byte> name) =>
        Expect(
            reader.Read() && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals(name) && reader.Read(),
            "its header is not type, version, at, by, command, data");

    private static void Expect(bool holds, string why)
    {
        if (!holds)
        {
            throw new JsonException(why);
        }
    }
}
