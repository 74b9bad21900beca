using System.Net;
using Microsoft.AspNetCore.WebUtilities;

namespace Web.Tests.Api;

/// <summary>Sign-in of the pages: the browser's part played by hand, the issuer's by the test.</summary>
public sealed class EntraSignInTests(EntraDesk entra) : IClassFixture<EntraDesk>
{
    [Fact]
    public async Task A_right_id_token_makes_a_session()
    {
        var (query, cookies) = await ChallengeAsync("/requests?status=pending");
        Assert.Equal((TestIssuer.Client, "id_token", "form_post"), ((string?)query["client_id"], (string?)query["response_type"], (string?)query["response_mode"]));
        var answer = await ReturnAsync(query["state"]!, cookies, Token(query["nonce"]!, World.Ann, "Requester"));
        Assert.Equal((HttpStatusCode.Redirect, "/requests?status=pending"), (answer.StatusCode, answer.Headers.Location?.ToString()));
        var session = Cookies(answer).Single(cookie => cookie.StartsWith("__Host-approvals=", StringComparison.Ordinal));
        Assert.Contains(answer.Headers.GetValues("Set-Cookie"), cookie => cookie.StartsWith("__Host-approvals=", StringComparison.Ordinal)
            && cookie.Contains("secure", StringComparison.OrdinalIgnoreCase) && cookie.Contains("httponly", StringComparison.OrdinalIgnoreCase));
        using var browser = entra.Desk.As(null);
        Assert.Equal(HttpStatusCode.OK, (await browser.FetchAsync("/api/inbox", ("Cookie", session))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.FetchAsync("/inbox", ("Cookie", session))).StatusCode);
        await (await browser.FetchAsync("/api/admin/effects", ("Cookie", session))).IsProblemAsync(HttpStatusCode.Forbidden, "not-allowed");
    }

    [Fact]
    public async Task A_token_for_another_browser_another_tenant_or_another_key_makes_none()
    {
        var (query, cookies) = await ChallengeAsync("/");
        var nonce = (string)query["nonce"]!;
        var claims = TestIssuer.Claims(World.Admin, "Administrator");
        claims["nonce"] = nonce;
        claims["tid"] = "99999999-2222-3333-4444-555555555555";
        foreach (var token in new[]
        {
            Token("a nonce of somebody else", World.Admin, "Administrator"), entra.Issuer.Sign(claims),
            entra.Issuer.Sign(With(TestIssuer.Claims(World.Admin, "Administrator"), nonce), with: entra.Issuer.AnotherKey()), TestIssuer.Unsigned(With(TestIssuer.Claims(World.Admin), nonce)),
        })
        {
            await RefusedAsync(await ReturnAsync(query["state"]!, cookies, token));
        }

        await RefusedAsync(await ReturnAsync(query["state"]!, [], Token(nonce, World.Admin, "Administrator")));
        await RefusedAsync(await ReturnAsync("made-up", cookies, Token(nonce, World.Admin, "Administrator")));
    }

    [Fact]
    public async Task Another_address_makes_a_session_of_the_person_and_while_the_directory_is_away_none_is_made()
    {
        var (query, cookies) = await ChallengeAsync("/");
        var robert = await ReturnAsync(query["state"]!, cookies, Token(query["nonce"]!, World.Robert, "Requester", "Approver"));
        var session = Cookies(robert).Single(cookie => cookie.StartsWith("__Host-approvals=", StringComparison.Ordinal));
        using var browser = entra.Desk.As(null);
        using var bo = entra.Desk.As(null);
        bo.DefaultRequestHeaders.Authorization = new("Bearer", entra.Issuer.Sign(TestIssuer.Claims(World.Bo, "Requester")));
        Assert.Equal(HttpStatusCode.Created, (await bo.PostAsync("/api/requests", Desk.Form())).StatusCode);
        var theirs = await (await browser.FetchAsync($"/api/requests?requester={World.Bo}", ("Cookie", session))).JsonAsync();
        Assert.NotEmpty(theirs["items"]!.AsArray());

        (query, cookies) = await ChallengeAsync("/");
        var away = await ReturnAsync(query["state"]!, cookies, Token(query["nonce"]!, World.Unreadable, "Requester"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, away.StatusCode);
        Assert.NotNull(away.Headers.RetryAfter);
        Assert.DoesNotContain(Cookies(away), cookie => cookie.StartsWith("__Host-approvals=", StringComparison.Ordinal));
    }

    private static Dictionary<string, object> With(Dictionary<string, object> claims, string nonce)
    {
        claims["nonce"] = nonce;
        return claims;
    }

    private static async Task RefusedAsync(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.DoesNotContain(Cookies(answer), cookie => cookie.StartsWith("__Host-approvals=", StringComparison.Ordinal));
        Assert.DoesNotContain("Exception", await answer.TextAsync(), StringComparison.Ordinal);
    }

    private static string[] Cookies(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("Set-Cookie", out var set) ? [.. set.Select(cookie => cookie.Split(';')[0])] : [];

    private string Token(string nonce, string mail, params string[] roles) => entra.Issuer.Sign(With(TestIssuer.Claims(mail, roles), nonce));

    private async Task<(Dictionary<string, Microsoft.Extensions.Primitives.StringValues> Query, string[] Cookies)> ChallengeAsync(string returnUrl)
    {
        using var browser = entra.Desk.As(null);
        var answer = await browser.FetchAsync($"/signin?returnUrl={Uri.EscapeDataString(returnUrl)}");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("login.microsoftonline.com", answer.Headers.Location!.Host);
        return (QueryHelpers.ParseQuery(answer.Headers.Location.Query), Cookies(answer));
    }

    private async Task<HttpResponseMessage> ReturnAsync(string? state, string[] cookies, string token)
    {
        using var browser = entra.Desk.As(null);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/signin-oidc") { Content = new FormUrlEncodedContent([new("id_token", token), new("state", state)]) };
        request.Headers.TryAddWithoutValidation("Cookie", string.Join("; ", cookies));
        return await browser.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
