using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Approvals.Core.Requests;

/// <summary>A person, named by their mail address in lower case. Two spellings of one address are one person.</summary>
[JsonConverter(typeof(EmailAddressJson))]
public readonly record struct EmailAddress : IComparable<EmailAddress>
{
    public const int MaxLength = 254;
    private readonly string? value;

    private EmailAddress(string value) => this.value = value;

    public string Value => value ?? throw new InvalidOperationException("This address was never set.");

    public string Domain => Value[(Value.IndexOf('@', StringComparison.Ordinal) + 1)..];

    /// <summary>The mailbox that it reaches: the address without its <c>+tag</c>.</summary>
    public EmailAddress ToMailbox() => new($"{WithoutTag(Value)}@{Domain}");

    /// <summary>Whether both reach one mailbox: a <c>+tag</c> in the local part is a disguise, not another person.</summary>
    public bool IsSamePersonAs(EmailAddress other) => WithoutTag(Value).SequenceEqual(WithoutTag(other.Value)) && Domain == other.Domain;

    /// <summary>Accepts plain ASCII <c>local@domain</c> addresses; no display names, comments or quoted parts.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out EmailAddress address)
    {
        address = default;
        var trimmed = text?.Trim();
        if (trimmed is null or { Length: > MaxLength } || !HasShapeOfAnAddress(trimmed))
        {
            return false;
        }

        address = new EmailAddress(trimmed.ToLowerInvariant());
        return true;
    }

    public static EmailAddress Parse(string text) =>
        TryParse(text, out var address) ? address : throw new FormatException($"'{text}' is not a mail address.");

    public int CompareTo(EmailAddress other) => string.CompareOrdinal(value, other.value);

    public override string ToString() => Value;

    public static bool operator <(EmailAddress left, EmailAddress right) => left.CompareTo(right) < 0;
    public static bool operator >(EmailAddress left, EmailAddress right) => left.CompareTo(right) > 0;
    public static bool operator <=(EmailAddress left, EmailAddress right) => left.CompareTo(right) <= 0;
    public static bool operator >=(EmailAddress left, EmailAddress right) => left.CompareTo(right) >= 0;

    private static ReadOnlySpan<char> WithoutTag(string address)
    {
        var local = address.AsSpan(0, address.IndexOf('@', StringComparison.Ordinal));
        var tag = local.IndexOf('+');
        return tag > 0 ? local[..tag] : local;
    }

    private static bool HasShapeOfAnAddress(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        if (at is <= 0 or > 64 || at != text.LastIndexOf('@') || at == text.Length - 1)
        {
            return false;
        }

        return IsDotted(text.AsSpan(0, at), "!#$%&'*+-/=?^_`{|}~") && IsDotted(text.AsSpan(at + 1), "-");
    }

    private static bool IsDotted(ReadOnlySpan<char> text, string extra)
    {
        foreach (var label in text.Split('.'))
        {
            if (text[label].IsEmpty)
            {
                return false;
            }

            foreach (var c in text[label])
            {
                if (!char.IsAsciiLetterOrDigit(c) && !extra.Contains(c, StringComparison.Ordinal))
                {
                    return false;
                }
            }
        }

        return true;
    }
}

public sealed class EmailAddressJson : JsonConverter<EmailAddress>
{
    public override EmailAddress Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        EmailAddress.TryParse(reader.GetString(), out var address) ? address : throw new JsonException("Not a mail address.");

    public override void Write(Utf8JsonWriter writer, EmailAddress value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);

    public override EmailAddress ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Read(ref reader, typeToConvert, options);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, EmailAddress value, JsonSerializerOptions options) => writer.WritePropertyName(value.Value);
}
