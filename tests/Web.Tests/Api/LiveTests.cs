using System.Net;
using Approvals.Web.Hosting;
using Approvals.Web.Pages.Live;

namespace Web.Tests.Api;

/// <summary>What open pages hear, and who hears it.</summary>
public sealed class LiveTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_decision_is_pushed_as_a_content_free_event_and_the_news_says_what_it_was()
    {
        await using var desk = await Desk.StartAsync();
        var id = (string)(await desk.SubmitAsync())["id"]!;
        await desk.DrainAsync();
        using var ann = desk.As(World.Ann);
        var version = (int)(await (await ann.FetchAsync($"/api/requests/{id}")).JsonAsync())["version"]!;
        using var lines = await OpenAsync(ann, $"/requests/{id}/changes");
        Assert.Equal("retry: 3000", await lines.ReadLineAsync(Ct));

        using var bo = desk.As(World.Bo);
        var decided = await bo.PostAsync($"/api/requests/{id}/decisions", new { step = 1, round = 1, seenVersion = version, decision = "approve" });
        Assert.Equal(HttpStatusCode.OK, decided.StatusCode);
        Assert.Equal("data: look", await NextAsync(lines));

        var news = await (await ann.FetchAsync($"/requests/{id}/news?since={version}")).JsonAsync();
        Assert.Contains("bo approved step 1", (string)news["text"]!, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, (await ann.GetAsync(new Uri($"/requests/{id}/news?since={news["since"]}&page={version}", UriKind.Relative), Ct)).StatusCode);

        // What follows does not hide it from a page that shows neither.
        Assert.Equal(HttpStatusCode.OK, (await ann.PostAsync($"/api/requests/{id}/comments", new { text = "Thank you." })).StatusCode);
        var later = await (await ann.FetchAsync($"/requests/{id}/news?since={news["since"]}&page={version}")).JsonAsync();
        Assert.Contains("bo approved step 1", (string)later["text"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bookkeeping_is_no_news()
    {
        await using var desk = await Desk.StartAsync();
        var request = await desk.SubmitAsync();
        await desk.DrainAsync();
        using var ann = desk.As(World.Ann);
        Assert.Equal(HttpStatusCode.NoContent, (await ann.GetAsync(new Uri($"/requests/{request["id"]}/news?since={request["version"]}", UriKind.Relative), Ct)).StatusCode);
    }

    [Theory]
    [InlineData(World.Stranger, HttpStatusCode.NotFound)]
    [InlineData(World.Auditor, HttpStatusCode.OK)]
    public async Task Only_those_who_may_read_it_hear_of_it(string who, HttpStatusCode status)
    {
        await using var desk = await Desk.StartAsync();
        var id = (string)(await desk.SubmitAsync())["id"]!;
        using var client = desk.As(who);
        Assert.Equal(status, (await client.GetAsync(new Uri($"/requests/{id}/news?since=1", UriKind.Relative), Ct)).StatusCode);
        using var changes = await client.GetAsync(new Uri($"/requests/{id}/changes", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Ct);
        Assert.Equal(status, changes.StatusCode);
    }

    [Fact]
    public async Task One_person_has_so_many_places_and_the_rest_asks()
    {
        await using var desk = await Desk.StartAsync();
        using var ann = desk.As(World.Ann);
        var open = new List<StreamReader>();
        for (var i = 0; i < LivePlaces.MostOfOne; i++)
        {
            open.Add(await OpenAsync(ann, "/inbox/changes"));
        }

        using var full = await ann.GetAsync(new Uri("/inbox/changes", UriKind.Relative), Ct);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "30"), (full.StatusCode, full.Headers.RetryAfter!.ToString()));
        using var bo = desk.As(World.Bo);
        using var other = await OpenAsync(bo, "/inbox/changes");
        Assert.NotNull(other);
        open.ForEach(reader => reader.Dispose());
    }

    [Fact]
    public async Task A_host_without_room_for_standing_connections_offers_none()
    {
        await using var desk = await Desk.StartAsync(new WebOptions { Push = false });
        var id = (string)(await desk.SubmitAsync())["id"]!;
        using var ann = desk.As(World.Ann);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await ann.GetAsync(new Uri($"/requests/{id}/changes", UriKind.Relative), Ct)).StatusCode);
        var page = await ann.GetStringAsync(new Uri($"/requests/{id}", UriKind.Relative), Ct);
        Assert.Contains("data-live=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("data-push", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_inbox_has_a_mark_that_changes_with_it()
    {
        await using var desk = await Desk.StartAsync();
        using var bo = desk.As(World.Bo);
        var empty = (string)(await (await bo.FetchAsync("/inbox/news?since=x")).JsonAsync())["since"]!;
        await desk.SubmitAsync();
        Assert.NotEqual(empty, (string)(await (await bo.FetchAsync($"/inbox/news?since={empty}")).JsonAsync())["since"]!);
    }

    private static async Task<StreamReader> OpenAsync(HttpClient client, string path)
    {
        var answer = await client.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Ct);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        return new StreamReader(await answer.Content.ReadAsStreamAsync(Ct));
    }

    private static async Task<string?> NextAsync(StreamReader lines)
    {
        string? line;
        do
        {
            line = await lines.ReadLineAsync(Ct);
        }
        while (line is "" or ":");

        return line;
    }
}
