using System.Net;
using Approvals.Web.Hosting;
using Approvals.Web.Identity;

namespace Web.Tests.Api;

public sealed class DevelopmentSignInTests
{
    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://*:0")]
    [InlineData("http://+:0")]
    [InlineData("http://[::]:0")]
    [InlineData("http://desk.example.com:0")]
    [InlineData("http://127.0.0.1:0;http://0.0.0.0:0")]
    public async Task The_server_refuses_to_start_where_others_could_reach_it(string urls)
    {
        await using var app = Desk.Build(null, "Development", null, urls);
        var refusal = await Assert.ThrowsAsync<SettingsException>(() => app.StartAsync(TestContext.Current.CancellationToken));
        Assert.Contains("others can reach", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    public void Development_sign_in_outside_Development_is_refused_at_start(string environment)
    {
        var refusal = Assert.Throws<SettingsException>(() => Desk.Build(new WebOptions { Auth = AuthMode.Development }, environment, null, "http://127.0.0.1:0"));
        Assert.Contains("environment is not Development", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Entra_without_its_ids_is_refused_at_start()
    {
        var refusal = Assert.Throws<SettingsException>(() => Desk.Build(new WebOptions(), "Production", null, "http://127.0.0.1:0"));
        Assert.Contains("Approvals:Entra:TenantId", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<SettingsException>(() =>
            Desk.Build(new WebOptions { Entra = new EntraOptions { TenantId = "common", ClientId = TestIssuer.Client } }, "Production", null, "http://127.0.0.1:0"));
    }

    [Theory]
    [InlineData("Host", "evil.example")]
    [InlineData("Host", "127.0.0.1.evil.example")]
    [InlineData("X-Forwarded-For", "203.0.113.7")]
    [InlineData("X-Forwarded-For", "127.0.0.1, 203.0.113.7")]
    [InlineData("Forwarded", "for=203.0.113.7")]
    public async Task A_request_that_came_from_elsewhere_is_refused(string header, string value)
    {
        await using var desk = await Desk.StartAsync();
        using var client = desk.As(World.Admin);
        await (await client.FetchAsync("/api/inbox", (header, value))).IsProblemAsync(HttpStatusCode.Forbidden, "loopback-only");
    }

    [Fact]
    public async Task The_header_names_the_caller_and_the_people_file_their_roles()
    {
        await using var desk = await Desk.StartAsync();
        using var nobody = desk.As(null);
        await (await nobody.FetchAsync("/api/inbox")).IsProblemAsync(HttpStatusCode.Unauthorized, "not-signed-in");
        using var unknown = desk.As(World.Nobody);
        await (await unknown.FetchAsync("/api/inbox")).IsProblemAsync(HttpStatusCode.Forbidden, "not-allowed");
        using var malformed = desk.As("not a mail");
        await (await malformed.FetchAsync("/api/inbox")).IsProblemAsync(HttpStatusCode.Unauthorized, "not-signed-in");
        using var ann = desk.As("ANN@example.com");
        Assert.Equal(HttpStatusCode.OK, (await ann.FetchAsync("/api/inbox")).StatusCode);
        await (await ann.FetchAsync("/api/admin/effects")).IsProblemAsync(HttpStatusCode.Forbidden, "not-allowed");
        await (await ann.FetchAsync("/api/admin/audit/export")).IsProblemAsync(HttpStatusCode.Forbidden, "not-allowed");
        using var auditor = desk.As(World.Auditor);
        Assert.Equal(HttpStatusCode.OK, (await auditor.FetchAsync("/api/admin/effects")).StatusCode);
        await (await auditor.PostAsync("/api/requests", Desk.Form())).IsProblemAsync(HttpStatusCode.Forbidden, "not-allowed");
    }

    [Fact]
    public async Task Two_headers_are_nobody()
    {
        await using var desk = await Desk.StartAsync();
        using var client = desk.As(World.Ann);
        client.DefaultRequestHeaders.Add("X-Dev-User", World.Admin);
        await (await client.FetchAsync("/api/inbox")).IsProblemAsync(HttpStatusCode.Unauthorized, "not-signed-in");
    }
}
