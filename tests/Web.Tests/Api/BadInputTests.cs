using System.Net;
using System.Text;

namespace Web.Tests.Api;

public sealed class BadInputTests(SharedDesk shared) : IClassFixture<SharedDesk>
{
    [Theory]
    [InlineData("{", "malformed-json")]
    [InlineData("", "invalid-request")]
    [InlineData("not json", "malformed-json")]
    [InlineData("""{"topic":"terms","fields":{"days":01}}""", "malformed-json")]
    [InlineData("""{"topic":"terms","fields":{}}x""", "malformed-json")]
    [InlineData("""{"topic":"terms","fields":{},}""", "malformed-json")]
    [InlineData("null", "invalid-request")]
    [InlineData("[]", "invalid-request")]
    [InlineData("\"terms\"", "invalid-request")]
    public async Task A_body_that_is_no_form_is_malformed(string body, string code)
    {
        var desk = shared.Desk;
        using var ann = desk.As(World.Ann);
        await (await ann.PostTextAsync("/api/requests", body)).IsProblemAsync(HttpStatusCode.BadRequest, code);
    }

    [Theory]
    [InlineData("""{"fields":{}}""", "topic")]
    [InlineData("""{"topic":"terms"}""", "fields")]
    [InlineData("""{"topic":null,"fields":{}}""", "topic")]
    [InlineData("""{"topic":"terms","fields":null}""", "fields")]
    [InlineData("""{"topic":7,"fields":{}}""", "topic")]
    [InlineData("""{"topic":"terms","fields":[]}""", "fields")]
    [InlineData("""{"topic":"terms","fields":{"days":{"deep":1}}}""", "fields.days")]
    [InlineData("""{"topic":"terms","fields":{"days":null}}""", "fields.days")]
    [InlineData("""{"topic":"terms","fields":{"days":[1,2]}}""", "fields.days")]
    [InlineData("""{"topic":"terms","fields":{"days":1e999}}""", "fields.days")]
    [InlineData("""{"topic":"terms","fields":{"a":1},"fields":{}}""", "fields")]
    [InlineData("""{"topic":"terms","fields":{"days":1,"days":2}}""", "fields.days")]
    [InlineData("""{"topic":"terms","fields":{},"requester":"bo@example.com"}""", "requester")]
    [InlineData("""{"Topic":"terms","fields":{}}""", "Topic")]
    [InlineData("""{"topic":"terms","fields":{},"beneficiary":"nobody"}""", "beneficiary")]
    [InlineData("""{"topic":"terms","fields":{},"beneficiary":5}""", "beneficiary")]
    public async Task A_member_that_is_wrong_is_named(string body, string member)
    {
        var desk = shared.Desk;
        using var ann = desk.As(World.Ann);
        var problem = await (await ann.PostTextAsync("/api/requests", body)).IsProblemAsync(HttpStatusCode.BadRequest, "invalid-request");
        Assert.Contains(member, problem["errors"]!.AsObject().Select(error => error.Key));
        Assert.DoesNotContain("Path:", problem.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Approvals.", problem.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("decisions", """{"step":"1","round":1,"seenVersion":1,"decision":"approve"}""", "step")]
    [InlineData("decisions", """{"step":1.5,"round":1,"seenVersion":1,"decision":"approve"}""", "step")]
    [InlineData("decisions", """{"step":99999999999,"round":1,"seenVersion":1,"decision":"approve"}""", "step")]
    [InlineData("decisions", """{"step":1,"round":1,"seenVersion":1,"decision":"maybe"}""", "decision")]
    [InlineData("decisions", """{"step":1,"round":1,"seenVersion":1,"decision":0}""", "decision")]
    [InlineData("decisions", """{"step":1,"round":1,"decision":"approve"}""", "seenVersion")]
    [InlineData("decisions", """{"step":1,"round":1,"seenVersion":1,"decision":"approve","by":"bo@example.com"}""", "by")]
    [InlineData("comments", "{}", "text")]
    [InlineData("comments", """{"text":{}}""", "text")]
    [InlineData("reassign", """{"step":1,"from":"bo@example.com","to":"max","reason":"x"}""", "to")]
    [InlineData("approvers", """{"step":1,"add":"","reason":"x"}""", "add")]
    [InlineData("override", """{"step":1,"decision":"return","reason":"x"}""", "decision")]
    [InlineData("recall", """{"why":"x"}""", "why")]
    public async Task A_wrong_member_of_a_command_is_named_and_nothing_changes(string command, string body, string member)
    {
        var desk = shared.Desk;
        var view = await desk.SubmitAsync();
        using var admin = desk.As(World.Admin);
        var problem = await (await admin.PostTextAsync($"/api/requests/{view.Id()}/{command}", body)).IsProblemAsync(HttpStatusCode.BadRequest, "invalid-request");
        Assert.Contains(member, problem["errors"]!.AsObject().Select(error => error.Key));
        Assert.Equal(view.Version(), (await (await admin.FetchAsync($"/api/requests/{view.Id()}")).JsonAsync()).Version());
    }

    [Theory]
    [InlineData("\\u0000")]
    [InlineData("\\u001b[31m")]
    [InlineData("\\u0085")]
    [InlineData("\\ud800")]
    public async Task Control_characters_are_refused_in_every_text(string bad)
    {
        var desk = shared.Desk;
        var view = await desk.SubmitAsync();
        using var admin = desk.As(World.Admin);
        var path = $"/api/requests/{view.Id()}";
        foreach (var (command, body) in new[]
        {
            ("comments", $$"""{"text":"a{{bad}}b"}"""), ("recall", $$"""{"reason":"a{{bad}}b"}"""), ("cancel", $$"""{"reason":"a{{bad}}b"}"""),
            ("decisions", $$"""{"step":1,"round":1,"seenVersion":1,"decision":"approve","comment":"a{{bad}}b"}"""),
            ("reassign", $$"""{"step":1,"from":"bo@example.com","to":"max@example.com","reason":"a{{bad}}b"}"""),
            ("override", $$"""{"step":1,"decision":"approve","reason":"a{{bad}}b"}"""),
        })
        {
            await (await admin.PostTextAsync($"{path}/{command}", body)).IsProblemAsync(HttpStatusCode.BadRequest, "invalid-request");
        }

        var form = await admin.PostTextAsync("/api/requests", $$"""{"topic":"terms","fields":{"account":"a{{bad}}b","days":1} }""");
        Assert.True(form.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity, await form.TextAsync());
        Assert.Equal(view.Version(), (await (await admin.FetchAsync(path)).JsonAsync()).Version());
    }

    [Fact]
    public async Task Markup_is_kept_as_the_text_it_is()
    {
        const string Markup = "<script>alert('x')</script> {{account}} ${7*7} '; DROP TABLE requests; --";
        var desk = shared.Desk;
        using var ann = desk.As(World.Ann);
        var answer = await ann.PostAsync("/api/requests", Desk.Form(account: Markup, note: Markup));
        var view = await answer.JsonAsync();
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal(Markup, (string?)view["fields"]!["account"]);
        Assert.Equal($"Terms for {Markup}", (string?)view["title"]);
    }

    [Fact]
    public async Task A_remark_can_be_long_but_not_endless()
    {
        var desk = shared.Desk;
        var view = await desk.SubmitAsync();
        using var ann = desk.As(World.Ann);
        var path = $"/api/requests/{view.Id()}/comments";
        Assert.Equal(HttpStatusCode.OK, (await ann.PostAsync(path, new { text = new string('x', 4000) })).StatusCode);
        await (await ann.PostAsync(path, new { text = new string('x', 4001) })).IsProblemAsync(HttpStatusCode.BadRequest, "invalid-request");
        await (await ann.PostAsync(path, new { text = " " })).IsProblemAsync(HttpStatusCode.UnprocessableEntity, "comment-required");
    }

    [Theory]
    [InlineData(300 * 1024, "")]
    [InlineData(300 * 1024, "chunked")]
    // More than lies in any buffer on the way: who is still sending gets to read the answer too.
    [InlineData(48 * 1024 * 1024, "")]
    [InlineData(48 * 1024 * 1024, "chunked")]
    public async Task A_body_over_the_limit_is_too_large_with_a_length_and_without(int bytes, string encoding)
    {
        using var ann = shared.Desk.As(World.Ann);
        var big = $$"""{"topic":"terms","fields":{"account":"{{new string('x', bytes)}}"} }""";
        using var message = new HttpRequestMessage(HttpMethod.Post, "/api/requests") { Content = new StringContent(big, Encoding.UTF8, "application/json") };
        message.Headers.TransferEncodingChunked = encoding.Length > 0;
        await (await ann.SendAsync(message, TestContext.Current.CancellationToken)).IsProblemAsync(HttpStatusCode.RequestEntityTooLarge, "too-large");
    }

    [Fact]
    public async Task Nesting_without_end_is_refused()
    {
        var desk = shared.Desk;
        using var ann = desk.As(World.Ann);
        var deep = $$"""{"topic":"terms","fields":{"a":{{new string('[', 1000)}}{{new string(']', 1000)}}} }""";
        Assert.Equal(HttpStatusCode.BadRequest, (await ann.PostTextAsync("/api/requests", deep)).StatusCode);
    }

    [Fact]
    public async Task Only_json_is_read()
    {
        var desk = shared.Desk;
        using var ann = desk.As(World.Ann);
        await (await ann.PostTextAsync("/api/requests", "topic=terms", "application/x-www-form-urlencoded")).IsProblemAsync(HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");
        await (await ann.PostTextAsync("/api/requests", "{}", "text/plain")).IsProblemAsync(HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");
    }

    [Theory]
    [InlineData("/api/requests?limit=0", "limit")]
    [InlineData("/api/requests?limit=201", "limit")]
    [InlineData("/api/inbox?limit=-1", "limit")]
    [InlineData("/api/requests?status=unheard-of", "status")]
    [InlineData("/api/requests?requester=nobody", "requester")]
    [InlineData("/api/dev/mailbox?to=nobody", "to")]
    public async Task A_wrong_query_is_named(string path, string member)
    {
        var desk = shared.Desk;
        using var ann = desk.As(World.Ann);
        Assert.Contains(member, (await (await ann.FetchAsync(path)).IsProblemAsync(HttpStatusCode.BadRequest, "invalid-request"))["errors"]!.AsObject().Select(error => error.Key));
    }

    [Theory]
    [InlineData("/api/requests?limit=many")]
    [InlineData("/api/inbox?limit=1.5")]
    [InlineData("/api/requests?cursor=made-up")]
    [InlineData("/api/inbox?cursor=made-up")]
    public async Task A_query_that_can_not_be_read_is_malformed(string path)
    {
        var desk = shared.Desk;
        using var ann = desk.As(World.Ann);
        Assert.Equal(HttpStatusCode.BadRequest, (await ann.FetchAsync(path)).StatusCode);
    }

    [Fact]
    public async Task An_unknown_address_and_a_wrong_method_are_problems_too()
    {
        var desk = shared.Desk;
        using var ann = desk.As(World.Ann);
        await (await ann.FetchAsync("/api/nothing")).IsProblemAsync(HttpStatusCode.NotFound, "unknown-address");
        await (await ann.PostAsync("/api/inbox", new { })).IsProblemAsync(HttpStatusCode.MethodNotAllowed, "method-not-allowed");
    }
}
