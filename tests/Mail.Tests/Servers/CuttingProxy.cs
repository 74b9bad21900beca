using System.Net;
using System.Net.Sockets;

namespace Mail.Tests.Servers;

/// <summary>Stands between a client and an SMTP server, and ends the connection in place of handing over the server's nth answer: the server did it, the client never knows.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Task running;

    /// <param name="cutAt">The number of the answer, from 1 (the greeting).</param>
    public CuttingProxy(int serverPort, int cutAt)
    {
        listener.Start();
        running = RunAsync(serverPort, cutAt);
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Whether there was an answer of that number.</summary>
    public bool HasCut { get; private set; }

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        await running.WaitAsync(Patience);
        listener.Dispose();
    }

    private async Task RunAsync(int serverPort, int cutAt)
    {
        try
        {
            using var client = await listener.AcceptTcpClientAsync();
            using var server = new TcpClient();
            await server.ConnectAsync(IPAddress.Loopback, serverPort);
            var up = UpAsync(client, server);
            using var answers = new StreamReader(server.GetStream());
            await using var down = new StreamWriter(client.GetStream()) { NewLine = "\r\n", AutoFlush = true };
            for (var answer = 1; await answers.ReadLineAsync() is { } line;)
            {
                var isLast = line.Length < 4 || line[3] != '-';
                if (isLast && answer++ == cutAt)
                {
                    HasCut = true;
                    break;
                }

                await down.WriteLineAsync(line);
            }

            client.Close();
            await up;
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // One of the two went away, which is what this is for.
        }
    }

    // When the client goes, the server must hear of it: it waits for more otherwise, and we for its answer.
    private static async Task UpAsync(TcpClient client, TcpClient server)
    {
        try
        {
            await client.GetStream().CopyToAsync(server.GetStream());
        }
        finally
        {
            server.Client.Shutdown(SocketShutdown.Send);
        }
    }
}
