using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Approvals.Core.Catalogue;

namespace Approvals.Core.Requests;

/// <summary>What is asked for, and how it was written out for those who decide.</summary>
public sealed record Content(ImmutableSortedDictionary<string, FieldValue> Fields, ImmutableArray<ShownField> Shown)
{
    /// <summary>SHA-256 over the names and values of the relevant fields, in ordinal order: lower-case hex.</summary>
    public string Hash(IEnumerable<string> relevant)
    {
        var bytes = new ArrayBufferWriter<byte>(1024);
        foreach (var name in relevant.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            Append(bytes, name);
            // The kind goes in too: the text "true" and the flag true differ.
            Append(bytes, Fields.TryGetValue(name, out var value) ? $"{value.GetType().Name}:{value.Canonical}" : "");
        }

        return Convert.ToHexStringLower(SHA256.HashData(bytes.WrittenSpan));
    }

    public bool Equals(Content? other) =>
        other is not null && Fields.SequenceEqual(other.Fields) && Shown.AsSpan().SequenceEqual(other.Shown.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Fields.Count, Shown.Length);

    // Each part is preceded by its length, so that no two different lists of parts read the same.
    private static void Append(ArrayBufferWriter<byte> bytes, string text)
    {
        BinaryPrimitives.WriteInt32BigEndian(bytes.GetSpan(4), Encoding.UTF8.GetByteCount(text));
        bytes.Advance(4);
        Encoding.UTF8.GetBytes(text, bytes);
    }
}
