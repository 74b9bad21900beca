using System.Net;
using System.Net.Http.Headers;

namespace Web.Tests.Api;

public sealed class EntraTests(EntraDesk entra) : IClassFixture<EntraDesk>
{
    private readonly TestIssuer issuer = entra.Issuer;

    [Fact]
    public async Task A_right_token_names_the_caller_and_their_roles()
    {
        var desk = entra.Desk;
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(desk, "/api/inbox", issuer.Sign(TestIssuer.Claims(World.Bo, "Approver")))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(desk, "/api/admin/effects", issuer.Sign(TestIssuer.Claims(World.Bo, "Auditor")))).StatusCode);
        await (await GetAsync(desk, "/api/admin/effects", issuer.Sign(TestIssuer.Claims(World.Admin, "Approver")))).IsProblemAsync(HttpStatusCode.Forbidden, "not-allowed");
    }

    [Fact]
    public async Task The_audience_may_be_written_as_a_uri_and_the_mail_may_stand_in_another_claim()
    {
        var desk = entra.Desk;
        var claims = TestIssuer.Claims("", "Requester");
        claims["aud"] = $"api://{TestIssuer.Client}";
        claims.Remove("preferred_username");
        claims["email"] = "Ann@Example.com";
        using var client = Client(desk, issuer.Sign(claims));
        var view = await (await client.PostAsync("/api/requests", Desk.Form())).JsonAsync();
        Assert.Equal("ann@example.com", (string?)view["requester"]);
    }

    [Fact]
    public async Task Whoever_signs_in_with_another_of_their_addresses_is_who_the_directory_knows()
    {
        var desk = entra.Desk;
        using var bo = Client(desk, issuer.Sign(TestIssuer.Claims(World.Bo, "Requester", "Approver")));
        using var robert = Client(desk, issuer.Sign(TestIssuer.Claims(World.Robert, "Requester", "Approver")));
        var view = await (await bo.PostAsync("/api/requests", Desk.Form())).JsonAsync();
        await (await robert.PostAsync($"/api/requests/{view.Id()}/decisions", view.Decision("approve"))).IsProblemAsync(HttpStatusCode.Forbidden, "own-request");
        Assert.Equal(World.Bo, (string?)(await (await robert.PostAsync("/api/requests", Desk.Form())).JsonAsync())["requester"]);
    }

    [Fact]
    public async Task While_the_directory_can_not_say_who_somebody_is_they_are_asked_to_come_back_and_not_turned_away()
    {
        var answer = await GetAsync(entra.Desk, "/api/inbox", issuer.Sign(TestIssuer.Claims(World.Unreadable, "Approver")));
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
    }

    [Theory]
    [InlineData("iss", "https://login.microsoftonline.com/99999999-2222-3333-4444-555555555555/v2.0")]
    [InlineData("iss", "https://sts.windows.net/11111111-2222-3333-4444-555555555555/")]
    [InlineData("iss", "https://evil.example")]
    [InlineData("aud", "00000003-0000-0000-c000-000000000000")]
    [InlineData("tid", "99999999-2222-3333-4444-555555555555")]
    [InlineData("tid", null)]
    [InlineData("aud", null)]
    [InlineData("iss", null)]
    [InlineData("preferred_username", null)]
    [InlineData("preferred_username", "bo")]
    [InlineData("preferred_username", "bo@example.com, ann@example.com")]
    public async Task A_token_that_is_wrong_in_one_claim_names_nobody(string claim, string? value)
    {
        var desk = entra.Desk;
        var claims = TestIssuer.Claims(World.Bo, "Approver");
        claims.Remove(claim);
        if (value is not null)
        {
            claims[claim] = value;
        }

        await (await GetAsync(desk, "/api/inbox", issuer.Sign(claims))).IsProblemAsync(HttpStatusCode.Unauthorized, "not-signed-in");
    }

    [Fact]
    public async Task A_token_counts_only_in_its_time()
    {
        var desk = entra.Desk;
        var claims = TestIssuer.Claims(World.Bo, "Approver");
        var now = DateTime.UtcNow;
        await RefusedAsync(desk, issuer.Sign(claims, from: now.AddHours(-2), until: now.AddMinutes(-2)));
        await RefusedAsync(desk, issuer.Sign(claims, from: now.AddMinutes(5), until: now.AddHours(1)));
        // Clocks differ by seconds.
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(desk, "/api/inbox", issuer.Sign(claims, until: now.AddSeconds(-10)))).StatusCode);
    }

    [Fact]
    public async Task Only_the_issuers_key_signs()
    {
        var desk = entra.Desk;
        var claims = TestIssuer.Claims(World.Admin, "Administrator");
        await RefusedAsync(desk, TestIssuer.Unsigned(claims));
        await RefusedAsync(desk, issuer.Sign(claims, with: issuer.AnotherKey()));
        await RefusedAsync(desk, issuer.Sign(claims, with: issuer.Confused()));
        await RefusedAsync(desk, issuer.Sign(claims)[..^5]);
        await RefusedAsync(desk, "a.b.c");
        var parts = issuer.Sign(TestIssuer.Claims(World.Bo)).Split('.');
        var forged = issuer.Sign(claims, with: issuer.AnotherKey()).Split('.')[1];
        await RefusedAsync(desk, $"{parts[0]}.{forged}.{parts[2]}");
    }

    [Theory]
    [InlineData]
    [InlineData("Administrators")]
    [InlineData("administrator")]
    [InlineData("Administrator,Auditor")]
    public async Task Somebody_without_a_role_of_ours_is_known_but_not_allowed(params string[] roles)
    {
        var desk = entra.Desk;
        await (await GetAsync(desk, "/api/inbox", issuer.Sign(TestIssuer.Claims(World.Bo, roles)))).IsProblemAsync(HttpStatusCode.Forbidden, "not-allowed");
    }

    [Fact]
    public async Task Without_a_token_programs_get_401_and_people_are_led_to_sign_in()
    {
        var desk = entra.Desk;
        using var client = desk.As(null);
        var api = await client.FetchAsync("/api/inbox");
        Assert.Equal("Bearer", api.Headers.WwwAuthenticate.First().Scheme);
        await api.IsProblemAsync(HttpStatusCode.Unauthorized, "not-signed-in");
        var page = await client.FetchAsync("/inbox?x=1");
        Assert.Equal(HttpStatusCode.Redirect, page.StatusCode);
        Assert.EndsWith("/signin?returnUrl=%2Finbox%3Fx%3D1", page.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_belongs_to_Development_does_not_exist()
    {
        var desk = entra.Desk;
        using var client = desk.As(World.Admin);
        await (await client.FetchAsync("/api/inbox")).IsProblemAsync(HttpStatusCode.Unauthorized, "not-signed-in");
        using var admin = Client(desk, issuer.Sign(TestIssuer.Claims(World.Admin, "Administrator")));
        foreach (var path in new[] { "/api/dev/mailbox", "/api/dev/clock" })
        {
            await (await admin.FetchAsync(path)).IsProblemAsync(HttpStatusCode.NotFound, "unknown-address");
        }

        Assert.Equal(HttpStatusCode.NotFound, (await admin.PostAsync("/api/dev/clock", new { advance = "P1D" })).StatusCode);
        Assert.Contains("max-age=31536000", (await admin.FetchAsync("/api/inbox")).Headers.GetValues("Strict-Transport-Security").Single(), StringComparison.Ordinal);
    }

    private static HttpClient Client(Desk desk, string token)
    {
        var client = desk.As(null);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    private static async Task<HttpResponseMessage> GetAsync(Desk desk, string path, string token)
    {
        using var client = Client(desk, token);
        return await client.FetchAsync(path);
    }

    private static async Task RefusedAsync(Desk desk, string token) =>
        await (await GetAsync(desk, "/api/inbox", token)).IsProblemAsync(HttpStatusCode.Unauthorized, "not-signed-in");
}

/// <summary>A desk outside Development, and the issuer whose tokens it takes.</summary>
public sealed class EntraDesk : IAsyncLifetime
{
    internal TestIssuer Issuer { get; } = new();

    internal Desk Desk { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Desk = await Issuer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await Desk.DisposeAsync();
        Issuer.Dispose();
    }
}
