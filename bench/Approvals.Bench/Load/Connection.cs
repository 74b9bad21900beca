using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Approvals.Bench.Load;

/// <summary>
/// One HTTP/1.1 connection that is kept open, one call at a time: bytes out, bytes in. The driver shares two cores with the server,
/// and a general client would take a good part of them.
/// </summary>
internal sealed class Connection(IPEndPoint server) : IDisposable
{
    private readonly Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] received = new byte[16 * 1024];
    private int count;

    private ReadOnlySpan<byte> Received => received.AsSpan(0, count);

    public async Task<Reply> SendAsync(ReadOnlyMemory<byte> message)
    {
        if (!socket.Connected)
        {
            await socket.ConnectAsync(server);
        }

        await socket.SendAsync(message);
        count = 0;
        int bodyAt;
        while ((bodyAt = Ended()) < 0)
        {
            if (count == received.Length)
            {
                Array.Resize(ref received, received.Length * 2);
            }

            var more = await socket.ReceiveAsync(received.AsMemory(count));
            count += more > 0 ? more : throw new IOException("The server closed the connection.");
        }

        return new Reply(StatusOf(Received), received.AsMemory(0, bodyAt), received.AsMemory(bodyAt, count - bodyAt));
    }

    public void Dispose() => socket.Dispose();

    /// <summary>Where the body begins, once all of it is there; before that -1.</summary>
    private int Ended()
    {
        var head = Received.IndexOf("\r\n\r\n"u8);
        if (head < 0)
        {
            return -1;
        }

        var bodyAt = head + 4;
        var length = Reply.Header(Received[..bodyAt], "Content-Length: "u8);
        // JSON holds no bare line end, so this can only be the end of the last chunk.
        var ended = length.IsEmpty
            ? StatusOf(Received) is 204 or 304 || Received.EndsWith("\r\n0\r\n\r\n"u8)
            : Utf8Parser.TryParse(length, out int bytes, out _) && count - bodyAt >= bytes;
        return ended ? bodyAt : -1;
    }

    private static int StatusOf(ReadOnlySpan<byte> head) => Utf8Parser.TryParse(head["HTTP/1.1 ".Length..], out int status, out _) ? status : 0;
}

/// <summary>Good until the next call on the same connection.</summary>
internal readonly record struct Reply(int Status, ReadOnlyMemory<byte> Head, ReadOnlyMemory<byte> Body)
{
    public string Header(string name) => Encoding.ASCII.GetString(Header(Head.Span, Encoding.ASCII.GetBytes($"{name}: ")));

    /// <summary>The body, with its chunks joined.</summary>
    public string Text
    {
        get
        {
            if (Header(Head.Span, "Transfer-Encoding: "u8).IsEmpty)
            {
                return Encoding.UTF8.GetString(Body.Span);
            }

            using var whole = new MemoryStream();
            var rest = Body.Span;
            while (Utf8Parser.TryParse(rest, out int size, out var digits, 'x') && size > 0)
            {
                whole.Write(rest.Slice(digits + 2, size));
                rest = rest[(digits + 2 + size + 2)..];
            }

            return Encoding.UTF8.GetString(whole.GetBuffer().AsSpan(0, (int)whole.Length));
        }
    }

    public static ReadOnlySpan<byte> Header(ReadOnlySpan<byte> head, ReadOnlySpan<byte> nameAndColon)
    {
        var at = head.IndexOf(nameAndColon);
        if (at < 0)
        {
            return [];
        }

        var rest = head[(at + nameAndColon.Length)..];
        return rest[..rest.IndexOf("\r\n"u8)];
    }
}
