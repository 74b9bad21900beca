using System.Net;

namespace Web.Tests.Api;

public sealed class SubmitTests
{
    [Fact]
    public async Task A_right_form_becomes_a_request_with_the_view_of_the_contract()
    {
        await using var desk = await Desk.StartAsync();
        using var ann = desk.As(World.Ann);
        var answer = await ann.PostAsync("/api/requests", Desk.Form());
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var view = await answer.JsonAsync();
        Assert.Equal($"/api/requests/{view.Id()}", answer.Headers.Location?.ToString());
        Assert.Equal($"\"{view.Version()}\"", answer.Headers.ETag?.Tag);
        Assert.Equal(
            ["id", "topic", "topicVersion", "title", "status", "round", "version", "requester", "beneficiary", "fields", "contentHash", "steps", "tickets", "actions"],
            view.Select(member => member.Key));
        Assert.Equal("pending", (string?)view["status"]);
        Assert.Equal("Terms for Acme", (string?)view["title"]);
        Assert.Equal(75, (int?)view["fields"]!["days"]);
        var step = view["steps"]![0]!.AsObject();
        Assert.Equal(["step", "name", "quorum", "state", "dueAtUtc", "assignments"], step.Select(member => member.Key));
        Assert.Equal(("open", "all"), ((string?)step["state"], (string?)step["quorum"]));
        var assignment = step["assignments"]![0]!.AsObject();
        Assert.Equal(["assignee", "onBehalfOf", "state", "decidedBy", "decidedAtUtc", "comment", "channel", "countsForContent"], assignment.Select(member => member.Key));
        Assert.Equal((World.Bo, "pending", true), ((string?)assignment["assignee"], (string?)assignment["state"], (bool?)assignment["countsForContent"]));
        Assert.Contains("recall", view["actions"]!.AsArray().Select(action => (string?)action));
    }

    [Fact]
    public async Task The_same_key_and_form_again_is_the_same_request()
    {
        await using var desk = await Desk.StartAsync();
        using var ann = desk.As(World.Ann);
        var first = await ann.PostAsync("/api/requests", Desk.Form(), key: "k-1");
        var second = await ann.PostAsync("/api/requests", Desk.Form(), key: "k-1");
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (first.StatusCode, second.StatusCode));
        Assert.Equal(await first.TextAsync(), await second.TextAsync());
        Assert.Equal(first.Headers.Location, second.Headers.Location);
        Assert.Single((await (await ann.FetchAsync("/api/requests")).JsonAsync())["items"]!.AsArray());
    }

    [Fact]
    public async Task Many_clicks_at_once_with_one_key_are_one_request()
    {
        await using var desk = await Desk.StartAsync();
        using var ann = desk.As(World.Ann);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ann.PostAsync("/api/requests", Desk.Form(), key: "k-1")));
        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Created);
        Assert.Equal(19, answers.Count(answer => answer.StatusCode == HttpStatusCode.OK));
        var ids = await Task.WhenAll(answers.Select(async answer => (await answer.JsonAsync()).Id()));
        Assert.Single(ids.Distinct());
    }

    [Fact]
    public async Task The_same_key_for_another_form_is_refused()
    {
        await using var desk = await Desk.StartAsync();
        using var ann = desk.As(World.Ann);
        await ann.PostAsync("/api/requests", Desk.Form(75), key: "k-1");
        await (await ann.PostAsync("/api/requests", Desk.Form(76), key: "k-1")).IsProblemAsync(HttpStatusCode.Conflict, "idempotency-key-reused");
    }

    [Fact]
    public async Task The_same_key_of_another_person_is_another_request()
    {
        await using var desk = await Desk.StartAsync();
        using var ann = desk.As(World.Ann);
        using var cy = desk.As(World.Cy);
        var first = await (await ann.PostAsync("/api/requests", Desk.Form(), key: "k-1")).JsonAsync();
        var second = await (await cy.PostAsync("/api/requests", Desk.Form(), key: "k-1")).JsonAsync();
        Assert.NotEqual(first.Id(), second.Id());
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    public async Task A_key_that_is_no_key_is_malformed(string key)
    {
        await using var desk = await Desk.StartAsync();
        using var ann = desk.As(World.Ann);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/requests") { Content = System.Net.Http.Json.JsonContent.Create(Desk.Form()) };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        var answer = await ann.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task A_key_of_256_characters_is_too_long_and_one_of_255_is_not()
    {
        await using var desk = await Desk.StartAsync();
        using var ann = desk.As(World.Ann);
        await (await ann.PostAsync("/api/requests", Desk.Form(), key: new string('k', 256))).IsProblemAsync(HttpStatusCode.BadRequest, "invalid-idempotency-key");
        Assert.Equal(HttpStatusCode.Created, (await ann.PostAsync("/api/requests", Desk.Form(), key: new string('k', 255))).StatusCode);
    }

    [Fact]
    public async Task Wrong_fields_are_named()
    {
        await using var desk = await Desk.StartAsync();
        using var ann = desk.As(World.Ann);
        var answer = await ann.PostAsync("/api/requests", new { topic = "terms", fields = new { days = 0, wrong = "x" } });
        var errors = (await answer.IsProblemAsync(HttpStatusCode.UnprocessableEntity, "invalid-fields"))["errors"]!.AsObject();
        Assert.Contains("account", errors.Select(error => error.Key));
        Assert.Contains("days", errors.Select(error => error.Key));
        Assert.Contains("wrong", errors.Select(error => error.Key));
    }

    [Fact]
    public async Task A_rule_that_says_no_gives_its_guidance()
    {
        await using var desk = await Desk.StartAsync();
        using var ann = desk.As(World.Ann);
        foreach (var path in new[] { "/api/requests", "/api/requests/preview" })
        {
            var problem = await (await ann.PostAsync(path, Desk.Form(400))).IsProblemAsync(HttpStatusCode.UnprocessableEntity, "refused");
            Assert.Equal("Ask for a **year** at most.", (string?)problem["guidance"]);
            Assert.Equal("too-long", (string?)problem["refusals"]![0]!["rule"]);
            Assert.Equal("https://example.com/policy", (string?)problem["refusals"]![0]!["links"]![0]!["url"]);
        }
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("eligible")]
    [InlineData("../terms")]
    [InlineData("<script>alert(1)</script>")]
    public async Task What_is_no_request_topic_can_not_be_submitted(string topic)
    {
        await using var desk = await Desk.StartAsync();
        using var ann = desk.As(World.Ann);
        await (await ann.PostAsync("/api/requests", new { topic, fields = new { } })).IsProblemAsync(HttpStatusCode.NotFound, "unknown-topic");
    }

    [Fact]
    public async Task The_preview_says_who_is_asked_and_why_and_stores_nothing()
    {
        await using var desk = await Desk.StartAsync();
        using var ann = desk.As(World.Ann);
        var preview = await (await ann.PostAsync("/api/requests/preview", Desk.Form(120))).JsonAsync();
        Assert.Equal(["Boss", "Second"], preview["steps"]!.AsArray().Select(step => (string?)step!["name"]));
        Assert.Equal("Over 90 days needs a second.", (string?)preview["steps"]![1]!["because"]![0]);
        Assert.Equal(World.Cy, (string?)preview["steps"]![1]!["people"]![0]!["mail"]);
        Assert.Empty((await (await ann.FetchAsync("/api/requests")).JsonAsync())["items"]!.AsArray());
    }
}
