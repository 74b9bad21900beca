using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Approvals.Core.Catalogue;

/// <summary>The value of one field of a form. In JSON: a string, a number, a boolean, or a list of strings; files are written as a list of objects and read as a list of ids; a date is a string <c>yyyy-MM-dd</c>.</summary>
[JsonConverter(typeof(FieldValueJson))]
public abstract record FieldValue
{
    private FieldValue() { }

    /// <summary>The one spelling that is hashed, compared and written: equal values have equal canonical texts.</summary>
    public abstract string Canonical { get; }

    /// <summary>Text of any kind: a date and an e-mail address are text with a validated form.</summary>
    public sealed record Text(string Value) : FieldValue
    {
        public override string Canonical => Value;
    }

    public sealed record Number(decimal Value) : FieldValue
    {
        // Dividing by one with 28 zeros drops trailing zeros: 75, 75.0 and 75.00 are one value.
        public override string Canonical => (Value / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture);

        public bool Equals(Number? other) => other is not null && Value == other.Value;

        public override int GetHashCode() => Value.GetHashCode();
    }

    public sealed record Flag(bool Value) : FieldValue
    {
        public override string Canonical => Value ? "true" : "false";
    }

    /// <summary>Several of a closed set of choices, in the order of the form.</summary>
    public sealed record Choices(ImmutableArray<string> Values) : FieldValue
    {
        public override string Canonical => string.Join('\n', Values);

        public bool Equals(Choices? other) => other is not null && Values.AsSpan().SequenceEqual(other.Values.AsSpan());

        public override int GetHashCode() => Canonical.GetHashCode(StringComparison.Ordinal);
    }

    /// <summary>Attached files. Nobody outside can claim one: a form brings the ids of uploads, and what they stand for is looked up.</summary>
    public sealed record Files(ImmutableArray<FileRef> Values) : FieldValue
    {
        public override string Canonical => string.Join('\n', Values.Select(file => file.Canonical));

        public bool Equals(Files? other) => other is not null && Values.AsSpan().SequenceEqual(other.Values.AsSpan());

        public override int GetHashCode() => Canonical.GetHashCode(StringComparison.Ordinal);
    }
}

public sealed class FieldValueJson : JsonConverter<FieldValue>
{
    public override FieldValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String: return new FieldValue.Text(reader.GetString()!);
            case JsonTokenType.True: return new FieldValue.Flag(true);
            case JsonTokenType.False: return new FieldValue.Flag(false);
            case JsonTokenType.Number:
                return reader.TryGetDecimal(out var number) ? new FieldValue.Number(number) : throw new JsonException("The number has too many digits.");
            case JsonTokenType.StartArray:
                var values = ImmutableArray.CreateBuilder<string>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    values.Add(reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw new JsonException("A list holds texts only."));
                }

                return new FieldValue.Choices(values.ToImmutable());
            default: throw new JsonException("A field is a text, a number, true, false or a list of texts.");
        }
    }

    public override void Write(Utf8JsonWriter writer, FieldValue value, JsonSerializerOptions options)
    {
        switch (value)
        {
            case FieldValue.Text text: writer.WriteStringValue(text.Value); break;
            case FieldValue.Number number: writer.WriteNumberValue(number.Value); break;
            case FieldValue.Flag flag: writer.WriteBooleanValue(flag.Value); break;
            case FieldValue.Choices choices:
                writer.WriteStartArray();
                foreach (var choice in choices.Values)
                {
                    writer.WriteStringValue(choice);
                }

                writer.WriteEndArray();
                break;
            case FieldValue.Files files:
                writer.WriteStartArray();
                foreach (var file in files.Values)
                {
                    writer.WriteStartObject();
                    writer.WriteString("sha256"u8, file.Sha256);
                    writer.WriteString("name"u8, file.Name);
                    writer.WriteNumber("size"u8, file.Size);
                    writer.WriteString("type"u8, file.Type);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
                break;
            default: throw new System.Diagnostics.UnreachableException(value.GetType().Name);
        }
    }
}
