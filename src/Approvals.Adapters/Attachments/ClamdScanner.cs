using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using Approvals.App.Ports;

namespace Approvals.Adapters.Attachments;

/// <summary>ClamAV's daemon over TCP, with its command INSTREAM: each file in a connection of its own.</summary>
internal sealed class ClamdScanner(Uri address, TimeSpan timeout) : IFileScanner
{
    private const int DefaultPort = 3310, ChunkBytes = 64 * 1024, LongestAnswer = 4096;

    public async Task<string?> FindAsync(Stream content, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(timeout);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(address.Host, address.Port > 0 ? address.Port : DefaultPort, limit.Token);
            await using var stream = client.GetStream();
            await SendAsync(content, stream, limit.Token);
            return Read(await AnswerAsync(stream, limit.Token));
        }
        catch (Exception e) when (e is SocketException or IOException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            throw new ScannerAwayException("The virus scanner does not answer.", e);
        }
    }

    // Chunks with their lengths before them, in network order; one of no bytes is the end.
    private static async Task SendAsync(Stream content, NetworkStream stream, CancellationToken ct)
    {
        await stream.WriteAsync("zINSTREAM\0"u8.ToArray(), ct);
        var chunk = new byte[4 + ChunkBytes];
        int read;
        do
        {
            read = await content.ReadAsync(chunk.AsMemory(4), ct);
            BinaryPrimitives.WriteInt32BigEndian(chunk, read);
            await stream.WriteAsync(chunk.AsMemory(0, 4 + read), ct);
        }
        while (read > 0);
    }

    private static async Task<string> AnswerAsync(NetworkStream stream, CancellationToken ct)
    {
        var answer = new byte[LongestAnswer];
        var read = 0;
        for (int more; read < answer.Length && (more = await stream.ReadAsync(answer.AsMemory(read), ct)) > 0;)
        {
            read += more;
        }

        return Encoding.UTF8.GetString(answer, 0, read).TrimEnd('\0', '\n', '\r');
    }

    private static string? Read(string answer) => answer switch
    {
        "stream: OK" => null,
        _ when answer.StartsWith("stream: ", StringComparison.Ordinal) && answer.EndsWith(" FOUND", StringComparison.Ordinal) => answer["stream: ".Length..^" FOUND".Length],
        // Such as "INSTREAM size limit exceeded. ERROR": nobody has looked at the whole file.
        _ => throw new ScannerAwayException("The virus scanner could not look at the file."),
    };
}
