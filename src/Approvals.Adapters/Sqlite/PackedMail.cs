using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Approvals.Adapters.Sqlite;

/// <summary>The two bodies of a mail in one blob, compressed: most of a mail's HTML is the same in every mail.</summary>
internal static class PackedMail
{
    public static byte[] Pack(string text, string html)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, plain.Length);
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            deflate.Write(length);
            deflate.Write(plain);
            deflate.Write(Encoding.UTF8.GetBytes(html));
        }

        return packed.ToArray();
    }

    public static (string Text, string Html) Unpack(byte[] packed)
    {
        using var deflate = new DeflateStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var whole = new MemoryStream();
        deflate.CopyTo(whole);
        var bytes = whole.GetBuffer().AsSpan(0, (int)whole.Length);
        var length = BinaryPrimitives.ReadInt32BigEndian(bytes);
        return (Encoding.UTF8.GetString(bytes.Slice(4, length)), Encoding.UTF8.GetString(bytes[(4 + length)..]));
    }
}
