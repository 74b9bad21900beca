using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Web.Tests.Api;

/// <summary>Reminders that are put off or asked for, stand-ins and digests, over HTTP with the clock of Development. Eight hours to answer, reminders at half, three quarters and all of it.</summary>
public sealed class PeopleTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_puts_reminders_off_hears_nothing_before_the_time_they_chose()
    {
        await using var desk = await Desk.StartAsync();
        var view = await desk.SubmitAsync();
        using var bo = desk.As(World.Bo);
        var snoozed = await bo.PostAsync($"/api/requests/{view.Id()}/snooze", new { step = 1, until = Desk.Start.AddHours(7) });
        Assert.Equal(HttpStatusCode.OK, snoozed.StatusCode);
        await MoveAsync(desk, "PT8H");
        Assert.Equal([TimeSpan.Zero, TimeSpan.FromHours(7), TimeSpan.FromHours(8)], MailsTo(desk, World.Bo));
    }

    [Fact]
    public async Task Nobody_puts_off_for_others_or_beyond_the_time_limit()
    {
        await using var desk = await Desk.StartAsync();
        var view = await desk.SubmitAsync();
        var path = $"/api/requests/{view.Id()}/snooze";
        using var bo = desk.As(World.Bo);
        using var ann = desk.As(World.Ann);
        await (await bo.PostAsync(path, new { step = 1, until = Desk.Start.AddHours(8.1) })).IsProblemAsync(HttpStatusCode.UnprocessableEntity, "out-of-time");
        await (await bo.PostAsync(path, new { step = 1, until = Desk.Start })).IsProblemAsync(HttpStatusCode.UnprocessableEntity, "out-of-time");
        await (await ann.PostAsync(path, new { step = 1, until = Desk.Start.AddHours(7) })).IsProblemAsync(HttpStatusCode.Forbidden, "not-your-step");
    }

    [Fact]
    public async Task A_nudge_reminds_at_once()
    {
        await using var desk = await Desk.StartAsync();
        var view = await desk.SubmitAsync();
        await MoveAsync(desk, "PT1H");
        using var ann = desk.As(World.Ann);
        Assert.Equal(HttpStatusCode.OK, (await ann.PostAsync($"/api/requests/{view.Id()}/nudge", null)).StatusCode);
        await desk.DrainAsync();
        Assert.Equal([TimeSpan.Zero, TimeSpan.FromHours(1)], MailsTo(desk, World.Bo));
    }

    [Fact]
    public async Task A_stand_in_named_by_another_of_their_addresses_is_answered_and_kept_as_the_directory_knows_them()
    {
        await using var desk = await Desk.StartAsync();
        using var max = desk.As(World.Max);
        var put = await max.PutAsJsonAsync("/api/delegations/d", new { to = World.Robert, from = Desk.Start, until = Desk.Start.AddDays(3) }, Ct);
        Assert.Equal(World.Bo, (string?)(await put.JsonAsync())["to"]);
        Assert.Equal(World.Bo, (string?)(await (await max.FetchAsync("/api/delegations")).JsonAsync())["given"]![0]!["to"]);
    }

    [Fact]
    public async Task A_circle_of_stand_ins_is_refused_with_the_name_of_who_closes_it()
    {
        await using var desk = await Desk.StartAsync();
        var (from, until) = (Desk.Start, Desk.Start.AddDays(3));
        using var bo = desk.As(World.Bo);
        using var max = desk.As(World.Max);
        Assert.Equal(HttpStatusCode.OK, (await bo.PutAsJsonAsync("/api/delegations/d", new { to = World.Max, from, until }, Ct)).StatusCode);
        var problem = await (await max.PutAsJsonAsync("/api/delegations/d", new { to = World.Bo, from, until }, Ct)).IsProblemAsync(HttpStatusCode.UnprocessableEntity, "invalid-fields");
        Assert.Contains(World.Bo, (string?)problem["errors"]!["to"]![0]);
        Assert.Empty((await (await max.FetchAsync("/api/delegations")).JsonAsync())["given"]!.AsArray());
    }

    [Fact]
    public async Task A_stand_in_does_not_decide_for_their_own_request_nor_ends_what_others_gave()
    {
        await using var desk = await Desk.StartAsync();
        var view = await desk.SubmitAsync();
        using var bo = desk.As(World.Bo);
        using var ann = desk.As(World.Ann);
        await bo.PutAsJsonAsync("/api/delegations/d", new { to = World.Ann, from = Desk.Start, until = Desk.Start.AddDays(3) }, Ct);
        await (await ann.PostAsync($"/api/requests/{view.Id()}/decisions", view.Decision("approve"))).IsProblemAsync(HttpStatusCode.Forbidden, "own-request");
        await (await ann.DeleteAsync("/api/delegations/d", Ct)).IsProblemAsync(HttpStatusCode.NotFound, "unknown-delegation");
        Assert.Single((await (await bo.FetchAsync("/api/delegations")).JsonAsync())["given"]!.AsArray());
    }

    [Fact]
    public async Task Two_requests_that_wait_are_one_mail_in_the_morning()
    {
        await using var desk = await Desk.StartAsync();
        await desk.SubmitAsync(70);
        await desk.SubmitAsync(71);
        await MoveAsync(desk, "P1D");
        var digest = Assert.Single(desk.Outside.Mails, mail => mail.To.Value == World.Bo && mail.Subject.StartsWith("2 decisions wait", StringComparison.Ordinal));
        Assert.Equal(2, digest.Text.Split("/requests/").Length - 1);
    }

    [Fact]
    public async Task Looking_changes_nothing()
    {
        await using var desk = await Desk.StartAsync();
        var view = await desk.SubmitAsync();
        await desk.DrainAsync();
        using var bo = desk.As(World.Bo);
        var before = await TrailAsync(bo, view);
        var link = desk.Outside.Mails.Single(mail => mail.To.Value == World.Bo).Text.Split('\n').Select(line => line.Trim()).First(line => line.Contains("/d/", StringComparison.Ordinal));
        var path = new Uri(link[link.IndexOf("http", StringComparison.Ordinal)..]).AbsolutePath;
        foreach (var address in new[] { path, $"/requests/{view.Id()}", $"/requests/{view.Id()}/news?since=1", "/inbox", "/inbox/news?since=x", "/delegations" })
        {
            Assert.True((await bo.FetchAsync(address)).IsSuccessStatusCode, address);
        }

        Assert.Equal(before, await TrailAsync(bo, view));
    }

    private static async Task MoveAsync(Desk desk, string by)
    {
        using var admin = desk.As(World.Admin);
        Assert.Equal(HttpStatusCode.OK, (await admin.PostAsync("/api/dev/clock", new { advance = by })).StatusCode);
    }

    private static async Task<string> TrailAsync(HttpClient client, JsonObject view) => await (await client.FetchAsync($"/api/requests/{view.Id()}/events")).TextAsync();

    private static IEnumerable<TimeSpan> MailsTo(Desk desk, string who) => desk.Outside.Mails.Where(mail => mail.To.Value == who).Select(mail => mail.SentAtUtc - Desk.Start);
}
