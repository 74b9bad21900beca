using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Approvals.Adapters.Attachments;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using static Web.Tests.Api.Upload;

namespace Web.Tests.Api;

/// <summary>Scanners that speak the real protocols: ClamAV's over TCP, and ours over HTTP. They find what has EICAR in it.</summary>
public sealed class FileScanTests
{
    private const string Bad = "EICAR";

    [Fact]
    public async Task Clamd_finds_what_is_infected_and_lets_the_rest_in()
    {
        using var clamd = new Clamd();
        await using var desk = await Desk.StartAsync(change: services => services.AddFileScanner(clamd.Address));
        await ScansAsync(desk, clamd);
    }

    [Fact]
    public async Task So_does_a_scanner_behind_http()
    {
        await using var http = await HttpScan.StartAsync();
        await using var desk = await Desk.StartAsync(change: services => services.AddFileScanner(http.Address));
        await ScansAsync(desk, http);
    }

    [Fact]
    public async Task A_scanner_that_is_not_there_is_an_error_to_try_again()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        await using var desk = await Desk.StartAsync(change: services => services.AddFileScanner(new Uri($"clamd://127.0.0.1:{port}")));
        using var ann = desk.As(World.Ann);
        var answer = await ann.SendAsync("a.pdf", Pdf());

        await answer.IsProblemAsync(HttpStatusCode.ServiceUnavailable, "scanner-away");
        Assert.NotNull(answer.Headers.RetryAfter);
    }

    private static async Task ScansAsync(Desk desk, IScan scan)
    {
        using var ann = desk.As(World.Ann);
        var problem = await (await ann.SendAsync("bad.pdf", Pdf(Bad))).IsProblemAsync(HttpStatusCode.UnprocessableEntity, "infected");
        Assert.Contains("Test.Eicar", (string?)problem["title"], StringComparison.Ordinal);

        var (request, file) = await ann.SubmitWithFileAsync("good.pdf", Pdf(new string('x', 40_000)));
        var path = $"/api/requests/{request["id"]}/files/{file["sha256"]}";
        Assert.Equal(HttpStatusCode.OK, (await ann.FetchAsync(path)).StatusCode);
        // What it has learned since counts for what was let in before.
        scan.Suspects = "xxxx";
        await (await ann.FetchAsync(path)).IsProblemAsync(HttpStatusCode.Conflict, "infected");
        scan.Answers = false;
        await (await ann.FetchAsync(path)).IsProblemAsync(HttpStatusCode.ServiceUnavailable, "scanner-away");
    }

    private interface IScan
    {
        string Suspects { get; set; }
        bool Answers { get; set; }
    }

    private sealed class Clamd : IScan, IDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);

        public Clamd()
        {
            listener.Start();
            _ = ServeAsync();
        }

        public string Suspects { get; set; } = Bad;
        public bool Answers { get; set; } = true;
        public Uri Address => new($"clamd://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");

        public void Dispose() => listener.Dispose();

        private async Task ServeAsync()
        {
            try
            {
                while (true)
                {
                    using var client = await listener.AcceptTcpClientAsync();
                    await using var stream = client.GetStream();
                    await AnswerAsync(stream);
                }
            }
            catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException)
            {
                // The test is over.
            }
        }

        private async Task AnswerAsync(NetworkStream stream)
        {
            var command = new byte["zINSTREAM\0".Length];
            await stream.ReadExactlyAsync(command);
            Assert.Equal("zINSTREAM\0", Encoding.ASCII.GetString(command));
            var content = new MemoryStream();
            var length = new byte[4];
            while (true)
            {
                await stream.ReadExactlyAsync(length);
                var chunk = new byte[BinaryPrimitives.ReadInt32BigEndian(length)];
                if (chunk.Length == 0)
                {
                    break;
                }

                await stream.ReadExactlyAsync(chunk);
                content.Write(chunk);
            }

            var found = Encoding.UTF8.GetString(content.ToArray()).Contains(Suspects, StringComparison.Ordinal);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(!Answers ? "INSTREAM size limit exceeded. ERROR\0" : found ? "stream: Test.Eicar FOUND\0" : "stream: OK\0"));
        }
    }

    private sealed class HttpScan(WebApplication app) : IScan, IAsyncDisposable
    {
        public string Suspects { get; set; } = Bad;
        public bool Answers { get; set; } = true;
        public Uri Address => new($"{app.Urls.First()}/scan");

        public static async Task<HttpScan> StartAsync()
        {
            var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = ["--urls=http://127.0.0.1:0"] });
            builder.Logging.ClearProviders();
            var scan = new HttpScan(builder.Build());
            scan.Map();
            await scan.StartedAsync();
            return scan;
        }

        public async ValueTask DisposeAsync() => await app.DisposeAsync();

        private void Map() => app.MapPost("/scan", async (HttpContext context) =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            return !Answers ? Results.StatusCode(500)
                : Encoding.UTF8.GetString(body.ToArray()).Contains(Suspects, StringComparison.Ordinal) ? Results.Json(new { clean = false, found = "Test.Eicar" })
                : Results.Json(new { clean = true });
        });

        private Task StartedAsync() => app.StartAsync();
    }
}
