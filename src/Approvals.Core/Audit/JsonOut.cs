using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text.Json;
using Approvals.Core.Effects;
using Approvals.Core.Requests;

namespace Approvals.Core.Audit;

/// <summary>Writes fields of an object, one call each. What is null is left out.</summary>
internal readonly struct JsonOut(Utf8JsonWriter json)
{
    public Utf8JsonWriter Json => json;

    public JsonOut Text(ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }

        return this;
    }

    public JsonOut Int(ReadOnlySpan<byte> name, long? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }

        return this;
    }

    public JsonOut Flag(ReadOnlySpan<byte> name, bool value)
    {
        json.WriteBoolean(name, value);
        return this;
    }

    public JsonOut Enum<T>(ReadOnlySpan<byte> name, T value)
        where T : struct, Enum
    {
        json.WriteString(name, EnumNames<T>.Of(value));
        return this;
    }

    public JsonOut Mail(ReadOnlySpan<byte> name, EmailAddress? value) => Text(name, value?.Value);

    public JsonOut Id(ReadOnlySpan<byte> name, RequestId value) => Text(name, value.Value);

    public JsonOut Id(ReadOnlySpan<byte> name, EffectId value) => Text(name, value.ToString());

    /// <summary>Always UTC with seven digits, so that equal instants are equal bytes.</summary>
    public JsonOut Time(ReadOnlySpan<byte> name, DateTimeOffset? value)
    {
        if (value is { } time)
        {
            Span<byte> text = stackalloc byte[40];
            _ = Utf8Formatter.TryFormat(time.UtcDateTime, text, out var length, 'O');
            json.WriteString(name, text[..length]);
        }

        return this;
    }

    public JsonOut Duration(ReadOnlySpan<byte> name, TimeSpan? value)
    {
        if (value is { } duration)
        {
            Span<byte> text = stackalloc byte[40];
            _ = Utf8Formatter.TryFormat(duration, text, out var length, 'c');
            json.WriteString(name, text[..length]);
        }

        return this;
    }

    public JsonOut Object<T>(ReadOnlySpan<byte> name, T value, Action<JsonOut, T> write)
    {
        json.WriteStartObject(name);
        write(this, value);
        json.WriteEndObject();
        return this;
    }

    public JsonOut Texts(ReadOnlySpan<byte> name, ImmutableArray<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values.AsSpan())
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
        return this;
    }

    public JsonOut Mails(ReadOnlySpan<byte> name, ImmutableArray<EmailAddress> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values.AsSpan())
        {
            json.WriteStringValue(value.Value);
        }

        json.WriteEndArray();
        return this;
    }

    public JsonOut Ints(ReadOnlySpan<byte> name, ImmutableArray<int> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values.AsSpan())
        {
            json.WriteNumberValue(value);
        }

        json.WriteEndArray();
        return this;
    }

    /// <summary>Left out when it is empty: for lists that events had not always.</summary>
    public JsonOut ListIfAny<T>(ReadOnlySpan<byte> name, ImmutableArray<T> values, Action<JsonOut, T> write) => values.IsEmpty ? this : List(name, values, write);

    public JsonOut List<T>(ReadOnlySpan<byte> name, ImmutableArray<T> values, Action<JsonOut, T> write)
    {
        json.WriteStartArray(name);
        foreach (var value in values.AsSpan())
        {
            json.WriteStartObject();
            write(this, value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        return this;
    }
}
