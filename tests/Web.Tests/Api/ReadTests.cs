using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Approvals.Core.Audit;
using Approvals.Core.Requests;

namespace Web.Tests.Api;

public sealed class ReadTests
{
    [Fact]
    public async Task Topics_are_listed_searched_and_shown_with_their_form()
    {
        await using var desk = await Desk.StartAsync();
        using var ann = desk.As(World.Ann);
        Assert.Equal(4, (await (await ann.FetchAsync("/api/topics")).JsonAsync())["items"]!.AsArray().Count);
        var found = (await (await ann.FetchAsync("/api/topics?search=PAYMENT%20longer")).JsonAsync())["items"]!.AsArray();
        Assert.Equal(("terms", "request"), ((string?)found.Single()!["id"], (string?)found.Single()!["kind"]));
        var topic = await (await ann.FetchAsync("/api/topics/terms")).JsonAsync();
        var form = topic["fields"]!;
        Assert.Equal(["account", "days"], form["required"]!.AsArray().Select(name => (string?)name));
        Assert.Equal(("integer", 500m), ((string?)form["properties"]!["days"]!["type"], (decimal?)form["properties"]!["days"]!["maximum"]));
        Assert.Equal("Renewal", (string?)form["properties"]!["kind"]!["oneOf"]![1]!["const"]);
        Assert.Equal("New", (string?)form["properties"]!["kind"]!["default"]);
        await (await ann.FetchAsync("/api/topics/none")).IsProblemAsync(HttpStatusCode.NotFound, "unknown-topic");
    }

    [Fact]
    public async Task A_check_gives_its_verdict_and_the_reason()
    {
        await using var desk = await Desk.StartAsync();
        using var ann = desk.As(World.Ann);
        Assert.Equal("yes", (string?)(await (await ann.PostAsync("/api/checks/eligible", new { fields = new { days = 30 } })).JsonAsync())["verdict"]);
        var yes = await (await ann.PostAsync("/api/checks/eligible", new { fields = new { days = 30 } })).JsonAsync();
        Assert.Equal(("otherwise", "terms", 30m), ((string?)yes["reasons"]![0]!["rule"], (string?)yes["reasons"]![0]!["next"]!["topic"], (decimal?)yes["reasons"]![0]!["next"]!["fields"]!["days"]));
        var no = await (await ann.PostAsync("/api/checks/eligible", new { fields = new { days = 400 } })).JsonAsync();
        Assert.Equal(("no", "Not for more than a year."), ((string?)no["verdict"], (string?)no["reasons"]![0]!["guidance"]));
        await (await ann.PostAsync("/api/checks/eligible", new { fields = new { } })).IsProblemAsync(HttpStatusCode.UnprocessableEntity, "invalid-fields");
        await (await ann.PostAsync("/api/checks/how-to", new { fields = new { } })).IsProblemAsync(HttpStatusCode.NotFound, "unknown-topic");
    }

    [Fact]
    public async Task What_is_for_the_organisation_only_others_neither_see_nor_find()
    {
        await using var desk = await Desk.StartAsync();
        using var ann = desk.As(World.Ann);
        using var stranger = desk.As(World.Stranger);
        Assert.Equal("secret", (string?)(await (await ann.FetchAsync("/api/topics?search=pay+less")).JsonAsync())["items"]![0]!["id"]);
        Assert.Equal(HttpStatusCode.OK, (await ann.FetchAsync("/api/topics/secret")).StatusCode);
        Assert.DoesNotContain("secret", await (await stranger.FetchAsync("/api/topics")).Content.ReadAsStringAsync());
        Assert.DoesNotContain("secret", await (await stranger.FetchAsync("/api/topics?search=pay+less")).Content.ReadAsStringAsync());
        await (await stranger.FetchAsync("/api/topics/secret")).IsProblemAsync(HttpStatusCode.NotFound, "unknown-topic");
        await (await stranger.PostAsync("/api/checks/secret", new { fields = new { } })).IsProblemAsync(HttpStatusCode.NotFound, "unknown-topic");
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.FetchAsync("/new/secret")).StatusCode);
        Assert.DoesNotContain("secret", await (await stranger.FetchAsync("/?q=less")).Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Lists_page_and_show_each_person_their_own()
    {
        await using var desk = await Desk.StartAsync();
        for (var i = 0; i < 5; i++)
        {
            await desk.SubmitAsync();
        }

        using var ann = desk.As(World.Ann);
        using var bo = desk.As(World.Bo);
        using var auditor = desk.As(World.Auditor);
        Assert.Equal(5, (await AllAsync(ann, "/api/requests?limit=2")).Distinct().Count());
        Assert.Empty(await AllAsync(bo, "/api/requests?limit=2"));
        Assert.Equal(5, (await AllAsync(auditor, "/api/requests?status=pending&limit=3")).Count);
        Assert.Equal(5, (await AllAsync(auditor, $"/api/requests?requester={World.Ann}&limit=3")).Count);
        Assert.Empty(await AllAsync(auditor, "/api/requests?status=rejected"));
        await (await bo.FetchAsync($"/api/requests?requester={World.Ann}")).IsProblemAsync(HttpStatusCode.Forbidden, "not-allowed");
        Assert.Equal(5, (await AllAsync(bo, "/api/inbox?limit=2")).Distinct().Count());
        Assert.Empty(await AllAsync(ann, "/api/inbox"));
    }

    [Fact]
    public async Task A_delegate_sees_the_inbox_and_decides_under_both_names()
    {
        await using var desk = await Desk.StartAsync();
        var view = await desk.SubmitAsync();
        using var bo = desk.As(World.Bo);
        using var stranger = desk.As(World.Stranger);
        var until = Desk.Start.AddDays(3);
        var put = await bo.SendAsync(Put("/api/delegations/holiday", new { to = World.Stranger, from = Desk.Start.AddHours(-1), until }), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        Assert.Equal(World.Stranger, (string?)(await (await bo.FetchAsync("/api/delegations")).JsonAsync())["given"]![0]!["to"]);
        Assert.Equal(World.Bo, (string?)(await (await stranger.FetchAsync("/api/delegations")).JsonAsync())["received"]![0]!["delegator"]);
        Assert.Single(await AllAsync(stranger, "/api/inbox"));
        var after = await (await stranger.PostAsync($"/api/requests/{view.Id()}/decisions", view.Decision("approve"))).JsonAsync();
        var assignment = after["steps"]![0]!["assignments"]![0]!;
        Assert.Equal((World.Bo, World.Stranger), ((string?)assignment["assignee"], (string?)assignment["decidedBy"]));
        Assert.Equal(HttpStatusCode.NoContent, (await bo.DeleteAsync("/api/delegations/holiday", TestContext.Current.CancellationToken)).StatusCode);
        await (await bo.DeleteAsync("/api/delegations/holiday", TestContext.Current.CancellationToken)).IsProblemAsync(HttpStatusCode.NotFound, "unknown-delegation");
    }

    [Theory]
    [InlineData("bo@example.com", 0, 1, "to")]
    [InlineData("gone@example.com", 0, 1, "to")]
    [InlineData("max@example.com", 2, 1, "until")]
    [InlineData("max@example.com", -3, -2, "until")]
    public async Task A_delegation_that_makes_no_sense_is_refused(string to, int from, int until, string member)
    {
        await using var desk = await Desk.StartAsync();
        using var bo = desk.As(World.Bo);
        var answer = await bo.SendAsync(Put("/api/delegations/d", new { to, from = Desk.Start.AddDays(from), until = Desk.Start.AddDays(until) }), TestContext.Current.CancellationToken);
        Assert.Contains(member, (await answer.IsProblemAsync(HttpStatusCode.UnprocessableEntity, "invalid-fields"))["errors"]!.AsObject().Select(error => error.Key));
    }

    [Fact]
    public async Task What_waits_is_told_to_those_who_see_everything()
    {
        await using var desk = await Desk.StartAsync();
        var old = await desk.SubmitAsync();
        desk.Machine.Advance(TimeSpan.FromDays(4));
        await desk.SubmitAsync();
        using var auditor = desk.As(World.Auditor);
        var backlog = await (await auditor.FetchAsync("/api/admin/backlog")).JsonAsync();

        Assert.Equal((2, true), ((int?)backlog["requests"], (bool?)backlog["complete"]));
        var step = backlog["steps"]!.AsArray().Single()!;
        Assert.Equal(("terms", "Boss", 2, old.Id()), ((string?)step["topic"], (string?)step["step"], (int?)step["waiting"], (string?)step["longest"]!["requestId"]));
        Assert.Equal((1, 0, 1, 0), ((int?)step["byAge"]!["under1Day"], (int?)step["byAge"]!["from1To3Days"], (int?)step["byAge"]!["from3To7Days"], (int?)step["byAge"]!["over7Days"]));
        Assert.Equal(World.Bo, (string?)backlog["people"]![0]!["person"]);
        using var bo = desk.As(World.Bo);
        await (await bo.FetchAsync("/api/admin/backlog")).IsProblemAsync(HttpStatusCode.Forbidden, "not-allowed");
        Assert.Equal(HttpStatusCode.Forbidden, (await bo.FetchAsync("/administration/backlog")).StatusCode);
    }

    [Fact]
    public async Task The_trail_verifies_from_what_the_api_shows_and_exports_as_lines()
    {
        await using var desk = await Desk.StartAsync();
        var view = await desk.SubmitAsync();
        using var ann = desk.As(World.Ann);
        using var auditor = desk.As(World.Auditor);
        var raw = await (await ann.FetchAsync($"/api/requests/{view.Id()}/events")).TextAsync();
        var events = JsonNode.Parse(raw)!["items"]!.AsArray();
        Assert.Equal(Enumerable.Range(1, events.Count), events.Select(e => (int)e!["version"]!));
        var first = events[0]!;
        var bytes = raw[(raw.IndexOf("\"event\":", StringComparison.Ordinal) + 8)..];
        bytes = bytes[..bytes.IndexOf("},{\"version\":2,", StringComparison.Ordinal)];
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData([.. HashChain.Genesis(RequestId.Parse(view.Id())), .. System.Text.Encoding.UTF8.GetBytes(bytes)])), (string?)first["hash"]);

        var verdict = await (await auditor.FetchAsync($"/api/admin/audit/verify?requestId={view.Id()}")).JsonAsync();
        Assert.Equal((true, null, (long)events.Count), ((bool?)verdict["intact"], (long?)verdict["firstBroken"], (long?)verdict["events"]));
        await (await ann.FetchAsync($"/api/admin/audit/verify?requestId={view.Id()}")).IsProblemAsync(HttpStatusCode.Forbidden, "not-allowed");
        await (await auditor.FetchAsync("/api/admin/audit/verify")).IsProblemAsync(HttpStatusCode.BadRequest, "invalid-request");
        await (await auditor.FetchAsync($"/api/admin/audit/verify?requestId={new string('0', 26)}")).IsProblemAsync(HttpStatusCode.NotFound, "unknown-request");

        var export = await auditor.FetchAsync("/api/admin/audit/export");
        var lines = (await export.TextAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("application/x-ndjson", export.Content.Headers.ContentType?.MediaType);
        Assert.Equal(events.Count + 2, lines.Length);
    }

    [Fact]
    public async Task A_ticket_shows_on_the_request_and_a_stuck_one_can_be_retried()
    {
        await using var desk = await Desk.StartAsync();
        desk.Outside.DeskIsDown = true;
        var view = await desk.SubmitAsync();
        using var bo = desk.As(World.Bo);
        using var ann = desk.As(World.Ann);
        using var admin = desk.As(World.Admin);
        await bo.PostAsync($"/api/requests/{view.Id()}/decisions", view.Decision("approve"));
        await admin.PostAsync("/api/dev/clock", new { advance = "PT1H" });
        var stuck = (await (await admin.FetchAsync("/api/admin/effects?state=abandoned")).JsonAsync())["items"]!.AsArray().Single()!;
        Assert.Equal((view.Id(), "The desk is closed."), ((string?)stuck["requestId"], (string?)stuck["error"]));
        Assert.Equal("failed", (string?)(await (await ann.FetchAsync($"/api/requests/{view.Id()}")).JsonAsync())["tickets"]![0]!["state"]);

        await (await ann.PostAsync($"/api/admin/effects/{(string?)stuck["id"]}/retry", null)).IsProblemAsync(HttpStatusCode.Forbidden, "not-allowed");
        await (await admin.PostAsync("/api/admin/effects/nonsense/retry", null)).IsProblemAsync(HttpStatusCode.NotFound, "unknown-effect");
        desk.Outside.DeskIsDown = false;
        Assert.Equal(HttpStatusCode.OK, (await admin.PostAsync($"/api/admin/effects/{(string?)stuck["id"]}/retry", null)).StatusCode);
        await desk.DrainAsync();
        Assert.Empty((await (await admin.FetchAsync("/api/admin/effects")).JsonAsync())["items"]!.AsArray());
        var done = await (await ann.FetchAsync($"/api/requests/{view.Id()}")).JsonAsync();
        Assert.Equal(("completed", "raised", "T-1"), ((string?)done["status"], (string?)done["tickets"]![0]!["state"], (string?)done["tickets"]![0]!["key"]));
        var ticket = (await (await ann.FetchAsync($"/api/tickets?requestId={view.Id()}")).JsonAsync())["items"]!.AsArray().Single()!;
        Assert.Equal(("desk", "T-1", "open"), ((string?)ticket["system"], (string?)ticket["key"], (string?)ticket["status"]));
        Assert.Single((await (await admin.FetchAsync("/api/tickets")).JsonAsync())["items"]!.AsArray());
        await (await ann.FetchAsync("/api/tickets")).IsProblemAsync(HttpStatusCode.Forbidden, "not-allowed");
    }

    private static HttpRequestMessage Put(string path, object body) => new(HttpMethod.Put, path) { Content = System.Net.Http.Json.JsonContent.Create(body) };

    /// <summary>The ids of all pages.</summary>
    private static async Task<List<string>> AllAsync(HttpClient client, string path)
    {
        var ids = new List<string>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await (await client.FetchAsync($"{path}{(path.Contains('?') ? '&' : '?')}{(cursor.Length == 0 ? "" : "cursor=" + Uri.EscapeDataString(cursor))}")).JsonAsync();
            ids.AddRange(page["items"]!.AsArray().Select(item => (string)item!["id"]!));
            cursor = (string?)page["next"];
        }

        return ids;
    }
}
