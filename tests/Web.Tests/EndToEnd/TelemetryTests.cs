using System.Net;
using System.Text;
using Web.Tests.Browser;

namespace Web.Tests.EndToEnd;

/// <summary>What the real server sends to a real collector while people work at it: the whole way of a request, and nothing about people.</summary>
public sealed class TelemetryTests : IDisposable
{
    private const string Seller = "seller@example.com", Vp = "vp.emea@example.com";
    private readonly string folder = Directory.CreateTempSubdirectory("approvals-telemetry-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Traces_go_from_the_web_to_the_effects_and_name_nobody()
    {
        await using var collector = await Collector.StartAsync();
        await using var server = ChildServer.Start(folder, Towards(collector));
        using var people = new Insistent(() => server.AddressAsync(), () => { });
        var form = Forms.OfflineLicense("Secret Customer Ltd").ToDictionary(field => field.Key, field => (object)field.Value);
        form["accessLost"] = false;
        var (_, view) = await people.SendAsync(HttpMethod.Post, "/api/requests", Seller, new { topic = "offline-license-post-sale", fields = form }, "one");
        var id = (string)view["id"]!;
        await people.GetAsync($"/api/requests?requester={Seller}", Seller);
        var (status, _) = await people.SendAsync(
            HttpMethod.Post, $"/api/requests/{id}/decisions", Vp, new { step = 1, round = 1, seenVersion = (long)view["version"]!, decision = "approve", comment = "Whispered remark." }, "two");
        Assert.Equal(HttpStatusCode.OK, status);

        await collector.UntilAsync(() => collector.Sent("/v1/traces").Contains("mail-ticket-raised", StringComparison.Ordinal) && collector.Sent("/v1/metrics").Contains("approve", StringComparison.Ordinal), Ct);
        var traces = collector.Sent("/v1/traces");
        var metrics = collector.Sent("/v1/metrics");
        Assert.All(
            ["approvals.decide", "approvals.advance", "approvals.effect", "mail-approval-requested", "ticket", "accepted", id, "/api/requests/{id}/decisions"],
            word => Assert.Contains(word, traces, StringComparison.Ordinal));
        Assert.All(["approvals.decisions", "approvals.topic", "offline-license-post-sale", "approve"], word => Assert.Contains(word, metrics, StringComparison.Ordinal));
        Assert.All(
            [Seller, Vp, "Secret Customer", "Whispered", "Sam Sommer", "Viktor", "salesforce", "air-gapped", "dotnet/", "Mozilla"],
            word => Assert.DoesNotContain(word, traces + metrics, StringComparison.OrdinalIgnoreCase));
        // A lone @ may be a byte of a time.
        Assert.DoesNotMatch(@"[\w.]{2,}@\w{2,}\.\w{2,}", traces + metrics);

        // One trace holds the command over HTTP and what followed from it.
        var one = TraceOf(traces, "approvals.decide");
        Assert.Equal(one, TraceOf(traces, "approvals.advance"));
    }

    [Fact]
    public async Task A_collector_that_is_no_address_stops_the_start_by_the_name_of_the_setting()
    {
        await using var server = ChildServer.Start(folder, ("OTEL_EXPORTER_OTLP_ENDPOINT", "nowhere"));
        Assert.Equal(2, await server.ExitCodeAsync());
        Assert.Contains("OTEL_EXPORTER_OTLP_ENDPOINT", server.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_string_that_is_none_stops_the_start_by_the_name_of_the_setting()
    {
        await using var server = ChildServer.Start(folder, ("APPLICATIONINSIGHTS_CONNECTION_STRING", "nonsense"));
        Assert.Equal(2, await server.ExitCodeAsync());
        Assert.Contains("APPLICATIONINSIGHTS_CONNECTION_STRING", server.Errors, StringComparison.Ordinal);
    }

    // In the wire format a span begins with its trace's id: field 1, 16 bytes; its own id: field 2, 8 bytes; and has its name in field 5.
    private static string TraceOf(string traces, string span)
    {
        var name = traces.IndexOf($"*{(char)span.Length}{span}", StringComparison.Ordinal);
        Assert.True(name >= 0, span);
        var begin = traces.LastIndexOf("\n\u0010", name, StringComparison.Ordinal);
        return Convert.ToHexString(Encoding.Latin1.GetBytes(traces.Substring(begin + 2, 16)));
    }

    private static (string, string)[] Towards(Collector collector) =>
    [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
        ("OTEL_BSP_SCHEDULE_DELAY", "100"), ("OTEL_METRIC_EXPORT_INTERVAL", "200"),
    ];
}
