using System.Net;
using System.Text.RegularExpressions;

namespace Web.Tests.Api;

public sealed partial class SessionTests(SharedDesk shared) : IClassFixture<SharedDesk>
{
    [Fact]
    public async Task The_sign_in_page_makes_a_session_that_scripts_can_not_read()
    {
        using var browser = Browser();
        var answer = await SignInAsync(browser, World.Ann, "/inbox");
        Assert.Equal((HttpStatusCode.Redirect, "/inbox"), (answer.StatusCode, answer.Headers.Location!.ToString()));
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith("approvals=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.OK, (await browser.FetchAsync("/api/inbox")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.FetchAsync("/inbox")).StatusCode);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("inbox")]
    public async Task Sign_in_leads_to_no_other_site(string returnUrl)
    {
        using var browser = Browser();
        Assert.Equal("/", (await SignInAsync(browser, World.Ann, returnUrl)).Headers.Location!.ToString());
    }

    [Theory]
    [InlineData("nobody@elsewhere.example")]
    [InlineData("<script>")]
    [InlineData("")]
    public async Task Only_people_of_the_file_sign_in(string mail)
    {
        using var browser = Browser();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await SignInAsync(browser, mail, "/")).StatusCode);
    }

    [Fact]
    public async Task A_form_without_the_token_of_the_page_is_refused_and_shown_as_a_page()
    {
        using var browser = Browser();
        using var form = new FormUrlEncodedContent([new("mail", World.Ann), new("returnUrl", "/")]);
        var answer = await browser.PostAsync("/signin", form, TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.BadRequest, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        var signOut = await browser.PostAsync("/signout", null, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, signOut.StatusCode);
    }

    [Theory]
    [InlineData("cross-site")]
    [InlineData("same-site")]
    [InlineData("none")]
    [InlineData(null)]
    public async Task Another_site_can_not_use_the_session_to_change_anything(string? from)
    {
        using var browser = Browser();
        await SignInAsync(browser, World.Ann, "/");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/requests") { Content = System.Net.Http.Json.JsonContent.Create(Desk.Form()) };
        if (from is not null)
        {
            request.Headers.Add("Sec-Fetch-Site", from);
        }

        await (await browser.SendAsync(request, TestContext.Current.CancellationToken)).IsProblemAsync(HttpStatusCode.Forbidden, "cross-site");
    }

    [Fact]
    public async Task Our_own_pages_can_use_it()
    {
        using var browser = Browser();
        await SignInAsync(browser, World.Ann, "/");
        browser.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        Assert.Equal(HttpStatusCode.Created, (await browser.PostAsync("/api/requests", Desk.Form())).StatusCode);
    }

    private HttpClient Browser() => new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = shared.Desk.Address };

    private static async Task<HttpResponseMessage> SignInAsync(HttpClient browser, string mail, string returnUrl)
    {
        var page = await (await browser.FetchAsync("/signin")).TextAsync();
        var token = Token().Match(page).Groups[1].Value;
        using var form = new FormUrlEncodedContent([new("mail", mail), new("returnUrl", returnUrl), new("__RequestVerificationToken", token)]);
        return await browser.PostAsync("/signin", form, TestContext.Current.CancellationToken);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
