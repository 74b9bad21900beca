using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Approvals.Core.Audit;

/// <summary>One object to bytes and back, with buffers that are used again.</summary>
internal static class JsonBytes
{
    private const int KeptCapacity = 64 * 1024;

    // Relaxed: names keep their letters and addresses their plus signs. Nothing here is ever put into a page as it is.
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
    private static readonly JsonDocumentOptions ReaderOptions = new() { AllowDuplicateProperties = false };

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? writer;

    public static byte[] Write<T>(T value, Action<JsonOut, T> write)
    {
        buffer ??= new ArrayBufferWriter<byte>(1024);
        writer ??= new Utf8JsonWriter(buffer, WriterOptions);
        try
        {
            writer.WriteStartObject();
            write(new JsonOut(writer), value);
            writer.WriteEndObject();
            writer.Flush();
            return buffer.WrittenSpan.ToArray();
        }
        finally
        {
            buffer.ResetWrittenCount();
            buffer = buffer.Capacity > KeptCapacity ? null : buffer;
            writer.Reset();
            writer = buffer is null ? null : writer;
        }
    }

    public static T Read<T, TState>(ReadOnlySpan<byte> json, TState state, Func<JsonIn, TState, T> read)
    {
        var rented = ArrayPool<byte>.Shared.Rent(json.Length);
        try
        {
            json.CopyTo(rented);
            using var document = JsonDocument.Parse(rented.AsMemory(0, json.Length), ReaderOptions);
            return read(new JsonIn(document.RootElement), state);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
