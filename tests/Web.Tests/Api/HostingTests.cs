using System.Net;
using Approvals.App.Ports;
using Approvals.Core.Requests;
using Approvals.Web.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Web.Tests.Api;

public sealed class HostingTests
{
    [Fact]
    public async Task No_page_lies_where_a_Functions_host_keeps_everything_for_itself()
    {
        await using var desk = await Desk.StartAsync();
        var routes = desk.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Select(endpoint => "/" + endpoint.RoutePattern.RawText!.Trim('/')).ToList();

        Assert.Contains("/administration/catalogue", routes);
        Assert.DoesNotContain(routes, route => route.StartsWith("/admin/", StringComparison.Ordinal) || route.StartsWith("/runtime/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_answer_carries_the_headers_that_browsers_need()
    {
        await using var desk = await Desk.StartAsync();
        using var ann = desk.As(World.Ann);
        foreach (var path in new[] { "/api/topics", "/api/nothing", "/health/live" })
        {
            var headers = (await ann.FetchAsync(path)).Headers;
            var policy = headers.GetValues("Content-Security-Policy").Single();
            Assert.Contains("script-src 'self'", policy, StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Equal("no-referrer", headers.GetValues("Referrer-Policy").Single());
            Assert.Equal("nosniff", headers.GetValues("X-Content-Type-Options").Single());
            Assert.Equal("no-store", headers.GetValues("Cache-Control").Single());
            Assert.False(headers.Contains("Server"));
            Assert.False(headers.Contains("Strict-Transport-Security"));
        }
    }

    [Fact]
    public async Task A_problem_carries_the_callers_own_id()
    {
        await using var desk = await Desk.StartAsync();
        using var ann = desk.As(World.Ann);
        var answer = await ann.FetchAsync("/api/nothing", ("X-Request-Id", "mine-7"));
        Assert.Equal("mine-7", answer.Headers.GetValues("X-Request-Id").Single());
        Assert.Equal("mine-7", (string?)(await answer.IsProblemAsync(HttpStatusCode.NotFound, "unknown-address"))["traceId"]);
        var traced = await ann.FetchAsync("/api/nothing", ("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
        Assert.Equal("0af7651916cd43dd8448eb211c80319c", (string?)(await traced.JsonAsync())["traceId"]);
        var forged = await ann.FetchAsync("/api/nothing", ("X-Request-Id", new string('x', 500)));
        Assert.NotEqual(500, ((string?)(await forged.JsonAsync())["traceId"])!.Length);
    }

    [Fact]
    public async Task A_caller_who_asks_too_fast_is_told_when_to_go_on_and_others_are_not()
    {
        await using var desk = await Desk.StartAsync(new WebOptions { Limits = new LimitOptions { Burst = 3, RequestsPerSecond = 1 } });
        using var ann = desk.As(World.Ann);
        var answers = new List<HttpResponseMessage>();
        for (var i = 0; i < 8; i++)
        {
            answers.Add(await ann.FetchAsync("/api/inbox"));
        }

        var refused = answers.First(answer => answer.StatusCode == HttpStatusCode.TooManyRequests);
        Assert.True(refused.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1));
        await refused.IsProblemAsync(HttpStatusCode.TooManyRequests, "too-many-requests");
        using var bo = desk.As(World.Bo);
        Assert.Equal(HttpStatusCode.OK, (await bo.FetchAsync("/api/inbox")).StatusCode);
        using var nobody = desk.As(null);
        Assert.Equal(HttpStatusCode.OK, (await nobody.FetchAsync("/health/live")).StatusCode);
    }

    [Fact]
    public async Task A_storage_that_is_away_is_503_and_readiness_says_so()
    {
        await using var desk = await Desk.StartAsync(change: services => services.Replace(ServiceDescriptor.Singleton<IRequestStore>(new BrokenStore(() => new StoreUnavailableException("disk of ann@example.com is full")))));
        using var ann = desk.As(World.Ann);
        var answer = await ann.FetchAsync($"/api/requests/{new string('0', 26)}");
        Assert.Equal(TimeSpan.FromSeconds(5), answer.Headers.RetryAfter?.Delta);
        await answer.IsProblemAsync(HttpStatusCode.ServiceUnavailable, "unavailable");
        using var nobody = desk.As(null);
        Assert.Equal(HttpStatusCode.OK, (await nobody.FetchAsync("/health/live")).StatusCode);
        var ready = await nobody.FetchAsync("/health/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Equal("The storage does not answer.", (string?)(await ready.JsonAsync())["reasons"]![0]);
        Assert.DoesNotContain(desk.Log.Lines, line => line.Text.Contains("ann@", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_can_be_done_about_a_storage_that_is_away_stands_in_the_log_and_not_in_the_answer()
    {
        await using var desk = await Desk.StartAsync(change: services => services.Replace(ServiceDescriptor.Singleton<IRequestStore>(new BrokenStore(() => new StoreUnavailableException("away") { Advice = "Give the identity its role." }))));
        using var ann = desk.As(World.Ann);
        var problem = await (await ann.FetchAsync($"/api/requests/{new string('0', 26)}")).IsProblemAsync(HttpStatusCode.ServiceUnavailable, "unavailable");
        Assert.DoesNotContain("role", problem.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains(desk.Log.Lines, line => line.Text.Contains("Give the identity its role.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_bug_is_500_without_details_and_logged_once_without_its_text()
    {
        await using var desk = await Desk.StartAsync(change: services => services.Replace(ServiceDescriptor.Singleton<IRequestStore>(new BrokenStore(() => new InvalidOperationException("secret of ann@example.com")))));
        using var ann = desk.As(World.Ann);
        var answer = await ann.FetchAsync($"/api/requests/{new string('0', 26)}", ("X-Request-Id", "mine-8"));
        await answer.IsProblemAsync(HttpStatusCode.InternalServerError, "internal-error");
        var line = Assert.Single(desk.Log.Lines, line => line.Level == LogLevel.Error);
        Assert.Contains("mine-8", line.Text, StringComparison.Ordinal);
        Assert.Contains("InvalidOperationException", line.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", line.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_healthy_server_is_ready()
    {
        await using var desk = await Desk.StartAsync();
        using var nobody = desk.As(null);
        Assert.Equal("ready", (string?)(await (await nobody.FetchAsync("/health/ready")).JsonAsync())["status"]);
    }

    [Fact]
    public async Task An_asset_is_served_for_ever_under_its_hash_and_not_kept_under_another()
    {
        await using var desk = await Desk.StartAsync();
        using var nobody = desk.As(null);
        var url = desk.Services.GetRequiredService<AssetFiles>().Url("site.css");
        var asset = await nobody.FetchAsync(url);
        Assert.Equal("text/css", asset.Content.Headers.ContentType?.MediaType);
        Assert.Equal("public, max-age=31536000, immutable", asset.Headers.CacheControl?.ToString().Replace("max-age=31536000, public", "public, max-age=31536000", StringComparison.Ordinal));
        var packed = await nobody.FetchAsync(url, ("Accept-Encoding", "gzip, br"));
        Assert.Equal("br", packed.Content.Headers.ContentEncoding.Single());
        Assert.True(packed.Content.Headers.ContentLength < asset.Content.Headers.ContentLength);
        Assert.Equal("no-cache", (await nobody.FetchAsync("/assets/site.000000000000.css")).Headers.CacheControl?.ToString());
        Assert.Equal(HttpStatusCode.NotFound, (await nobody.FetchAsync("/assets/none.000000000000.css")).StatusCode);
    }

    private sealed class BrokenStore(Func<Exception> fault) : IRequestStore
    {
        public Task<StoredStream?> LoadAsync(RequestId id, CancellationToken ct) => throw fault();
        public Task<StoredCommand?> FindCommandAsync(RequestId id, string commandId, CancellationToken ct) => throw fault();
        public Task<AppendResult> AppendAsync(Append append, CancellationToken ct) => throw fault();
        public Task<Page<DueRequest>> ListDueAsync(DateTimeOffset upToUtc, string? cursor, int limit, CancellationToken ct) => throw fault();
    }
}
