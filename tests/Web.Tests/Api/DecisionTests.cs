using System.Net;
using System.Text.Json.Nodes;

namespace Web.Tests.Api;

public sealed class DecisionTests(SharedDesk shared) : IClassFixture<SharedDesk>
{
    [Fact]
    public async Task The_assignee_approves_and_the_view_says_so()
    {
        var desk = shared.Desk;
        var view = await desk.SubmitAsync();
        using var bo = desk.As(World.Bo);
        var answer = await bo.PostAsync($"/api/requests/{view.Id()}/decisions", view.Decision("approve", "Fine by me\r\nreally"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var after = await answer.JsonAsync();
        Assert.Equal("approved", (string?)after["status"]);
        var assignment = after["steps"]![0]!["assignments"]![0]!;
        Assert.Equal(("approved", World.Bo, "Fine by me\nreally", "api"), ((string?)assignment["state"], (string?)assignment["decidedBy"], (string?)assignment["comment"], (string?)assignment["channel"]));
        Assert.Equal("outstanding", (string?)after["tickets"]![0]!["state"]);
        Assert.Equal($"\"{after.Version()}\"", answer.Headers.ETag?.Tag);
    }

    [Fact]
    public async Task A_double_click_changes_nothing_and_answers_the_same()
    {
        var desk = shared.Desk;
        var view = await desk.SubmitAsync(120);
        using var bo = desk.As(World.Bo);
        var first = await (await bo.PostAsync($"/api/requests/{view.Id()}/decisions", view.Decision("approve"))).JsonAsync();
        var second = await (await bo.PostAsync($"/api/requests/{view.Id()}/decisions", view.Decision("approve"))).JsonAsync();
        Assert.Equal(first.Version(), second.Version());
        Assert.Equal(("approved", "open"), ((string?)second["steps"]![0]!["state"], (string?)second["steps"]![1]!["state"]));
    }

    [Fact]
    public async Task Who_is_second_hears_who_was_first()
    {
        var desk = shared.Desk;
        var view = await desk.SubmitAsync();
        using var bo = desk.As(World.Bo);
        await bo.PostAsync($"/api/requests/{view.Id()}/decisions", view.Decision("approve"));
        var problem = await (await bo.PostAsync($"/api/requests/{view.Id()}/decisions", view.Decision("reject", "No"))).IsProblemAsync(HttpStatusCode.Conflict, "already-decided");
        Assert.Equal((World.Bo, "approved", Desk.Start), ((string?)problem["by"], (string?)problem["what"], (DateTimeOffset?)problem["atUtc"]));
    }

    [Fact]
    public async Task A_rejection_needs_a_reason_and_ends_the_request()
    {
        var desk = shared.Desk;
        var view = await desk.SubmitAsync();
        using var bo = desk.As(World.Bo);
        await (await bo.PostAsync($"/api/requests/{view.Id()}/decisions", view.Decision("reject", "  \n "))).IsProblemAsync(HttpStatusCode.UnprocessableEntity, "comment-required");
        Assert.Equal("rejected", (string?)(await (await bo.PostAsync($"/api/requests/{view.Id()}/decisions", view.Decision("reject", "Too long"))).JsonAsync())["status"]);
        using var ann = desk.As(World.Ann);
        await (await ann.PostAsync($"/api/requests/{view.Id()}/comments", new { text = "Why?" })).IsProblemAsync(HttpStatusCode.Conflict, "closed");
    }

    [Fact]
    public async Task The_requester_does_not_decide_even_when_they_hold_the_role()
    {
        var desk = shared.Desk;
        using var bo = desk.As(World.Bo);
        var view = await (await bo.PostAsync("/api/requests", Desk.Form())).JsonAsync();
        Assert.Equal(World.Max, (string?)view["steps"]![0]!["assignments"]![0]!["assignee"]);
        await (await bo.PostAsync($"/api/requests/{view.Id()}/decisions", view.Decision("approve"))).IsProblemAsync(HttpStatusCode.Forbidden, "own-request");
    }

    [Fact]
    public async Task Somebody_who_takes_part_but_was_not_asked_for_this_step_is_refused()
    {
        var desk = shared.Desk;
        var view = await desk.SubmitAsync();
        using var admin = desk.As(World.Admin);
        await (await admin.PostAsync($"/api/requests/{view.Id()}/decisions", view.Decision("approve"))).IsProblemAsync(HttpStatusCode.Forbidden, "not-your-step");
    }

    [Fact]
    public async Task A_request_is_not_there_for_a_stranger_whatever_they_try()
    {
        var desk = shared.Desk;
        var view = await desk.SubmitAsync();
        using var stranger = desk.As(World.Stranger);
        var path = $"/api/requests/{view.Id()}";
        await (await stranger.FetchAsync(path)).IsProblemAsync(HttpStatusCode.NotFound, "unknown-request");
        await (await stranger.FetchAsync($"{path}/events")).IsProblemAsync(HttpStatusCode.NotFound, "unknown-request");
        await (await stranger.FetchAsync($"/api/tickets?requestId={view.Id()}")).IsProblemAsync(HttpStatusCode.NotFound, "unknown-request");
        foreach (var (command, body) in new (string, object?)[]
        {
            ("decisions", view.Decision("approve")), ("decisions", new { step = 1, round = 9, seenVersion = 1, decision = "approve" }), ("recall", null), ("cancel", null),
            ("comments", new { text = "hello" }), ("nudge", null), ("resubmit", new { fields = new { } }), ("override", new { step = 1, decision = "approve", reason = "x" }),
            ("reassign", new { step = 1, from = World.Bo, to = World.Stranger, reason = "x" }), ("approvers", new { step = 1, add = World.Stranger, reason = "x" }),
        })
        {
            await (await stranger.PostAsync($"{path}/{command}", body)).IsProblemAsync(HttpStatusCode.NotFound, "unknown-request");
        }

        using var ann = desk.As(World.Ann);
        Assert.Equal(view.Version(), (await (await ann.FetchAsync(path)).JsonAsync()).Version());
    }

    [Theory]
    [InlineData("00000000000000000000000000")]
    [InlineData("nonsense")]
    [InlineData("%3Cscript%3E")]
    [InlineData("..%2F..%2Fetc")]
    public async Task An_unknown_or_malformed_id_is_not_found(string id)
    {
        var desk = shared.Desk;
        using var ann = desk.As(World.Ann);
        await (await ann.FetchAsync($"/api/requests/{id}")).IsProblemAsync(HttpStatusCode.NotFound, "unknown-request");
        await (await ann.PostAsync($"/api/requests/{id}/recall", new { })).IsProblemAsync(HttpStatusCode.NotFound, "unknown-request");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(-1)]
    public async Task An_unknown_step_is_not_found(int step)
    {
        var desk = shared.Desk;
        var view = await desk.SubmitAsync();
        using var bo = desk.As(World.Bo);
        await (await bo.PostAsync($"/api/requests/{view.Id()}/decisions", view.Decision("approve", step: step))).IsProblemAsync(HttpStatusCode.NotFound, "unknown-step");
    }

    [Fact]
    public async Task A_stale_page_is_told_where_the_request_stands()
    {
        var desk = shared.Desk;
        var view = await desk.SubmitAsync();
        using var ann = desk.As(World.Ann);
        var path = $"/api/requests/{view.Id()}";
        await ann.PostAsync($"{path}/recall", null);
        var again = await (await ann.PostAsync($"{path}/resubmit", new { fields = new { account = "Acme", days = 80 } })).JsonAsync();
        Assert.Equal(2, (int?)again["round"]);
        using var bo = desk.As(World.Bo);
        var problem = await (await bo.PostAsync($"{path}/decisions", view.Decision("approve"))).IsProblemAsync(HttpStatusCode.Conflict, "stale");
        Assert.Equal((2, again.Version()), ((int?)problem["round"], (long?)problem["version"]));
    }

    [Fact]
    public async Task If_match_guards_a_change_and_if_none_match_saves_a_view()
    {
        var desk = shared.Desk;
        var view = await desk.SubmitAsync();
        using var ann = desk.As(World.Ann);
        var path = $"/api/requests/{view.Id()}";
        var tag = $"\"{view.Version()}\"";
        Assert.Equal(HttpStatusCode.NotModified, (await ann.FetchAsync(path, ("If-None-Match", tag))).StatusCode);
        Assert.Equal(HttpStatusCode.NotModified, (await ann.FetchAsync(path, ("If-None-Match", $"\"1\", W/{tag}"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await ann.PostAsync($"{path}/comments", new { text = "One" }, ifMatch: tag)).StatusCode);
        var stale = await (await ann.PostAsync($"{path}/comments", new { text = "Two" }, ifMatch: tag)).IsProblemAsync(HttpStatusCode.PreconditionFailed, "stale-version");
        Assert.True((long?)stale["version"] > view.Version());
        Assert.Equal(HttpStatusCode.OK, (await ann.FetchAsync(path, ("If-None-Match", tag))).StatusCode);
    }

    [Fact]
    public async Task Every_other_command_answers_with_the_view()
    {
        var desk = shared.Desk;
        var view = await desk.SubmitAsync(120);
        var path = $"/api/requests/{view.Id()}";
        using var ann = desk.As(World.Ann);
        using var admin = desk.As(World.Admin);
        await ViewAsync(ann.PostAsync($"{path}/comments", new { text = "<b>Hello</b>" }));
        await ViewAsync(ann.PostAsync($"{path}/nudge", null));
        await (await ann.PostAsync($"{path}/nudge", null)).IsProblemAsync(HttpStatusCode.Conflict, "too-soon");
        await ViewAsync(admin.PostAsync($"{path}/reassign", new { step = 1, from = World.Bo, to = World.Max, reason = "Away" }));
        await ViewAsync(admin.PostAsync($"{path}/approvers", new { step = 1, add = World.Cy, reason = "Also" }));
        await (await admin.PostAsync($"{path}/approvers", new { step = 1, add = World.Ann, reason = "Herself" })).IsProblemAsync(HttpStatusCode.Forbidden, "own-request");
        await ViewAsync(admin.PostAsync($"{path}/override", new { step = 1, decision = "approve", reason = "Agreed by phone" }));
        await (await ann.PostAsync($"{path}/override", new { step = 2, decision = "approve", reason = "Me" })).IsProblemAsync(HttpStatusCode.Forbidden, "not-allowed");
        await ViewAsync(ann.PostAsync($"{path}/recall", new { reason = "Typo" }));
        await ViewAsync(ann.PostAsync($"{path}/cancel", new { }));

        static async Task<JsonObject> ViewAsync(Task<HttpResponseMessage> sent)
        {
            var answer = await sent;
            Assert.True(answer.IsSuccessStatusCode, await answer.TextAsync());
            return await answer.JsonAsync();
        }
    }

    [Fact]
    public async Task A_command_with_a_key_takes_effect_once()
    {
        var desk = shared.Desk;
        var view = await desk.SubmitAsync();
        var path = $"/api/requests/{view.Id()}/comments";
        using var ann = desk.As(World.Ann);
        var first = await ann.PostAsync(path, new { text = "Hello" }, key: "c-1");
        var second = await ann.PostAsync(path, new { text = "Hello" }, key: "c-1");
        Assert.Equal(first.Headers.ETag, second.Headers.ETag);
        await (await ann.PostAsync(path, new { text = "Other" }, key: "c-1")).IsProblemAsync(HttpStatusCode.Conflict, "idempotency-key-reused");
    }
}
