using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Approvals.Core.Requests;

/// <summary>Names one request: 26 characters of lower-case Crockford base32 (128 bits). Safe in keys, links and mail addresses.</summary>
[JsonConverter(typeof(RequestIdJson))]
public readonly record struct RequestId : IComparable<RequestId>
{
    public const int Length = 26;
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private static readonly SearchValues<char> Letters = SearchValues.Create(Alphabet);
    private readonly string? value;

    private RequestId(string value) => this.value = value;

    public string Value => value ?? throw new InvalidOperationException("This request id was never set.");

    /// <summary>Where it stands among all ids, from 0 to 1: ids are drawn evenly, so this is how far a reader in their order has come.</summary>
    public double Share => ((Alphabet.IndexOf(Value[0], StringComparison.Ordinal) * 32) + Alphabet.IndexOf(Value[1], StringComparison.Ordinal)) / 256.0;

    public static RequestId FromBytes(ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, 16);
        Span<char> text = stackalloc char[Length];
        var rest = new UInt128(
            BinaryPrimitives.ReadUInt64BigEndian(bytes),
            BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));
        for (var i = Length - 1; i >= 0; i--)
        {
            text[i] = Alphabet[(int)(rest & 31)];
            rest >>= 5;
        }

        return new RequestId(new string(text));
    }

    public static bool TryParse([NotNullWhen(true)] string? text, out RequestId id)
    {
        id = default;
        if (text is not { Length: Length } || text[0] > '7' || text.AsSpan().ContainsAnyExcept(Letters))
        {
            return false;
        }

        id = new RequestId(text);
        return true;
    }

    public static RequestId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException("A request id has 26 characters of Crockford base32.");

    public int CompareTo(RequestId other) => string.CompareOrdinal(value, other.value);

    public override string ToString() => Value;

    public static bool operator <(RequestId left, RequestId right) => left.CompareTo(right) < 0;
    public static bool operator >(RequestId left, RequestId right) => left.CompareTo(right) > 0;
    public static bool operator <=(RequestId left, RequestId right) => left.CompareTo(right) <= 0;
    public static bool operator >=(RequestId left, RequestId right) => left.CompareTo(right) >= 0;
}

public sealed class RequestIdJson : JsonConverter<RequestId>
{
    public override RequestId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        RequestId.TryParse(reader.GetString(), out var id) ? id : throw new JsonException("Not a request id.");

    public override void Write(Utf8JsonWriter writer, RequestId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
