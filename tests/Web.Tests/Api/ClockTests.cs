using System.Net;
using Approvals.App;
using Microsoft.Extensions.Time.Testing;

namespace Web.Tests.Api;

public sealed class ClockTests
{
    [Fact]
    public async Task The_clock_stops_at_everything_that_comes_due_on_the_way()
    {
        await using var desk = await Desk.StartAsync();
        var view = await desk.SubmitAsync();
        using var admin = desk.As(World.Admin);
        var moved = await (await admin.PostAsync("/api/dev/clock", new { advance = "P1DT2H" })).JsonAsync();
        Assert.Equal(Desk.Start.AddHours(26), (DateTimeOffset?)moved["nowUtc"]);
        Assert.Equal(Desk.Start.AddHours(26), (DateTimeOffset?)(await (await admin.FetchAsync("/api/dev/clock")).JsonAsync())["nowUtc"]);

        // Eight hours: reminders at a half, three quarters and all of it; the manager after twelve.
        var mails = desk.Outside.Mails.Select(mail => (mail.To.Value, mail.SentAtUtc - Desk.Start)).ToList();
        Assert.Contains((World.Bo, TimeSpan.FromHours(4)), mails);
        Assert.Contains((World.Bo, TimeSpan.FromHours(6)), mails);
        Assert.Contains((World.Bo, TimeSpan.FromHours(8)), mails);
        Assert.Contains((World.Max, TimeSpan.FromHours(12)), mails);
        var after = await (await admin.FetchAsync($"/api/requests/{view.Id()}")).JsonAsync();
        Assert.Equal([World.Bo, World.Max], after["steps"]![0]!["assignments"]!.AsArray().Take(2).Select(assignment => (string?)assignment!["assignee"]));
    }

    [Theory]
    [InlineData("-PT1H")]
    [InlineData("PT0S")]
    [InlineData("P401D")]
    [InlineData("P1Y")]
    [InlineData("P1M")]
    [InlineData("P99999999999999D")]
    [InlineData("1 day")]
    [InlineData("")]
    public async Task An_absurd_duration_is_refused_and_the_clock_stays(string advance)
    {
        await using var desk = await Desk.StartAsync();
        using var admin = desk.As(World.Admin);
        await (await admin.PostAsync("/api/dev/clock", new { advance })).IsProblemAsync(HttpStatusCode.BadRequest, "invalid-request");
        Assert.Equal(Desk.Start, (DateTimeOffset?)(await (await admin.FetchAsync("/api/dev/clock")).JsonAsync())["nowUtc"]);
    }

    [Fact]
    public async Task The_offset_outlives_the_process_and_never_goes_back()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("approvals-clock").FullName, "clock");
        var machine = new FakeTimeProvider(Desk.Start);
        await new OffsetTimeProvider(machine, file).MoveToAsync(Desk.Start.AddDays(2), TestContext.Current.CancellationToken);
        var again = new OffsetTimeProvider(machine, file);
        await again.MoveToAsync(Desk.Start, TestContext.Current.CancellationToken);
        Assert.Equal(Desk.Start.AddDays(2), again.GetUtcNow());
        machine.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(Desk.Start.AddDays(2).AddMinutes(1), again.GetUtcNow());
    }

    [Fact]
    public async Task A_reply_that_did_not_count_stands_on_the_page_of_its_request_with_the_reason()
    {
        await using var desk = await Desk.StartAsync();
        var view = await desk.SubmitAsync();
        await desk.DrainAsync();
        using var bo = desk.As(World.Bo);
        var mail = (await (await bo.FetchAsync($"/api/dev/mailbox?to={World.Bo}")).JsonAsync())["items"]!.AsArray().Single()!;
        var replyTo = (string?)mail["replyTo"];
        await bo.PostTextAsync("/api/dev/mailbox/replies", $"From: {World.Bo}\r\nTo: {replyTo}\r\nSubject: Re: it\r\nMessage-ID: <1@example.com>\r\n\r\nAPPROVE\r\n", "message/rfc822");
        using var requester = desk.As(World.Ann);
        var page = await (await requester.FetchAsync($"/requests/{view.Id()}")).TextAsync();
        Assert.Contains("Mails that came in", page, StringComparison.Ordinal);
        Assert.Contains("our mail boundary did not vouch for its sender", page, StringComparison.Ordinal);
        Assert.Contains("They were told so by mail.", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_can_be_handed_in_and_read()
    {
        await using var desk = await Desk.StartAsync();
        await desk.SubmitAsync();
        await desk.DrainAsync();
        using var bo = desk.As(World.Bo);
        var mail = (await (await bo.FetchAsync($"/api/dev/mailbox?to={World.Bo}")).JsonAsync())["items"]!.AsArray().Single()!;
        Assert.Equal(World.Bo, (string?)mail["to"]);
        Assert.Contains("/d/", (string?)mail["text"], StringComparison.Ordinal);
        var answer = await bo.PostTextAsync("/api/dev/mailbox/replies", "From: bo@example.com\r\nTo: approvals@example.com\r\nSubject: Hello\r\n\r\nHello\r\n", "message/rfc822");
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        await (await bo.PostTextAsync("/api/dev/mailbox/replies", "", "message/rfc822")).IsProblemAsync(HttpStatusCode.BadRequest, "invalid-request");
        var large = "From: bo@example.com\r\n\r\n" + new string('x', 400 * 1024);
        Assert.Equal(HttpStatusCode.Accepted, (await bo.PostTextAsync("/api/dev/mailbox/replies", large, "message/rfc822")).StatusCode);
    }
}
