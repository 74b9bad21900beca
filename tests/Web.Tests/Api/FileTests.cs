using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Approvals.App.Attachments;
using Approvals.App.Ports;
using Microsoft.Extensions.DependencyInjection;
using static Web.Tests.Api.Upload;

namespace Web.Tests.Api;

public sealed class FileTests(SharedDesk shared) : IClassFixture<SharedDesk>
{
    private Desk Desk => shared.Desk;

    [Fact]
    public async Task A_file_is_sent_named_by_a_form_and_handed_out_to_be_saved()
    {
        using var ann = Desk.As(World.Ann);
        var (request, file) = await ann.SubmitWithFileAsync("Erklärung.pdf", Pdf());
        var hash = Convert.ToHexStringLower(SHA256.HashData(Pdf()));

        Assert.Equal((hash, "Erklärung.pdf", Pdf().Length, "application/pdf"), ((string?)file["sha256"], (string?)file["name"], (int?)file["size"], (string?)file["type"]));
        Assert.Equal(hash, (string?)request["fields"]!["proof"]![0]!["sha256"]);
        using var bo = Desk.As(World.Bo);
        foreach (var path in new[] { $"/api/requests/{request["id"]}/files/{hash}", $"/requests/{request["id"]}/files/{hash}" })
        {
            var answer = await bo.FetchAsync(path);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal(Pdf(), await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
            Assert.Equal("attachment", answer.Content.Headers.ContentDisposition!.DispositionType);
            Assert.Equal("Erklärung.pdf", answer.Content.Headers.ContentDisposition.FileNameStar);
            Assert.Equal("application/pdf", answer.Content.Headers.ContentType!.MediaType);
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Equal("default-src 'none'; sandbox; frame-ancestors 'none'", answer.Headers.GetValues("Content-Security-Policy").Single());
            Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
        }
    }

    [Fact]
    public async Task Only_who_may_see_the_request_gets_its_files()
    {
        using var ann = Desk.As(World.Ann);
        var (request, file) = await ann.SubmitWithFileAsync("secret.pdf", Pdf("between us"));
        var path = $"/api/requests/{request["id"]}/files/{file["sha256"]}";

        using var stranger = Desk.As(World.Stranger);
        await (await stranger.FetchAsync(path)).IsProblemAsync(HttpStatusCode.NotFound, "unknown-request");
        using var nobody = Desk.As(null);
        await (await nobody.FetchAsync(path)).IsProblemAsync(HttpStatusCode.Unauthorized, "not-signed-in");
        await (await ann.FetchAsync($"/api/requests/{request["id"]}/files/{new string('0', 64)}")).IsProblemAsync(HttpStatusCode.NotFound, "unknown-file");
        // A file of another request is none of this one.
        var (_, other) = await ann.SubmitWithFileAsync("other.pdf", Pdf("another"));
        await (await ann.FetchAsync($"/api/requests/{request["id"]}/files/{other["sha256"]}")).IsProblemAsync(HttpStatusCode.NotFound, "unknown-file");
    }

    [Fact]
    public async Task Nobody_claims_a_file_by_knowing_it()
    {
        using var ann = Desk.As(World.Ann);
        var file = await ann.TakenAsync("mine.pdf", Pdf("mine"));
        using var stranger = Desk.As(World.Stranger);
        var id = (string)file["id"]!;

        foreach (var claim in new[] { id, (string)file["sha256"]!, id[..^1] + (id[^1] == 'A' ? 'B' : 'A'), "x", "" })
        {
            var problem = await (await stranger.PostAsync("/api/requests", Form(claim))).IsProblemAsync(HttpStatusCode.UnprocessableEntity, "invalid-fields");
            Assert.StartsWith("Upload each file", (string?)problem["errors"]!["proof"]![0], StringComparison.Ordinal);
        }

        // Nor does anybody hand in what only an answer says.
        var made = new { topic = "terms", fields = new { account = "Acme", days = 75, proof = new[] { new { sha256 = (string?)file["sha256"], name = "mine.pdf", size = 10, type = "application/pdf" } } } };
        Assert.Equal(HttpStatusCode.BadRequest, (await ann.PostAsync("/api/requests", made)).StatusCode);
    }

    [Theory]
    [InlineData("empty.pdf", "")]
    [InlineData("page.pdf", "<!doctype html><script>alert(1)</script>")]
    [InlineData("drawing.png", "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")]
    [InlineData("notes.txt", "<html><body>hello</body></html>")]
    [InlineData("notes.txt", "  \n <SVG onload=alert(1)>")]
    [InlineData("notes.txt", "MZ\u0090\u0000\u0003")]
    [InlineData("mail.eml", "<html>From: me\nSubject: yes\n</html>")]
    [InlineData("mail.eml", "MZ\u0000\u0001")]
    [InlineData("program.exe", "MZ")]
    [InlineData("page.html", "<p>")]
    [InlineData("drawing.svg", "<svg/>")]
    [InlineData("invoice.exe.pdf", "%PDF-1.7")]
    [InlineData("../../etc/cron.d/x.pdf", "%PDF-1.7")]
    [InlineData("C:\\\\temp\\\\x.pdf", "%PDF-1.7")]
    [InlineData("sheet.xlsx", "PK\u0003\u0004 no zip at all")]
    [InlineData("noending", "%PDF-1.7")]
    public async Task What_is_no_evidence_is_refused_with_what_to_do(string name, string content)
    {
        using var ann = Desk.As(World.Ann);
        var problem = await (await ann.SendAsync(name, System.Text.Encoding.Latin1.GetBytes(content))).IsProblemAsync(HttpStatusCode.UnprocessableEntity, "file-refused");

        Assert.Matches("Attach|Give|Rename", (string)problem["title"]!);
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("x-other: yes\r\n")]
    [InlineData("\n\r\n")]
    public async Task Line_ends_without_a_mail_keep_nobody_busy(string line)
    {
        using var ann = Desk.As(World.Ann);
        var lines = System.Text.Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat(line, 3000)));
        var answer = await ann.SendAsync("mail.eml", lines).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        await answer.IsProblemAsync(HttpStatusCode.UnprocessableEntity, "file-refused");
    }

    [Fact]
    public async Task Every_kind_is_known_by_its_bytes()
    {
        using var ann = Desk.As(World.Ann);
        Assert.Equal("message/rfc822", (string?)(await ann.TakenAsync("yes.eml", Mail))["type"]);
        Assert.Equal("image/png", (string?)(await ann.TakenAsync("shot.PNG", Png))["type"]);
        Assert.Equal("text/plain", (string?)(await ann.TakenAsync("notes.txt", "1 < 2, and \u00fc too"u8.ToArray()))["type"]);
        await (await ann.SendAsync("shot.pdf", Png)).IsProblemAsync(HttpStatusCode.UnprocessableEntity, "file-refused");
    }

    [Fact]
    public async Task More_than_the_field_takes_is_too_large()
    {
        using var ann = Desk.As(World.Ann);
        await (await ann.SendAsync("large.pdf", [.. Pdf(), .. new byte[64 * 1024]])).IsProblemAsync(HttpStatusCode.RequestEntityTooLarge, "too-large");
        // Far more than any form brings is not read to its end.
        await (await ann.SendAsync("huge.pdf", new byte[40 * 1024 * 1024])).IsProblemAsync(HttpStatusCode.RequestEntityTooLarge, "too-large");
    }

    [Fact]
    public async Task A_person_is_told_so_on_a_page_of_their_own()
    {
        using var ann = Desk.As(World.Ann);
        using var message = new HttpRequestMessage(HttpMethod.Post, "/new/terms") { Content = new MultipartFormDataContent { { new ByteArrayContent(new byte[60 * 1024 * 1024]), "f.proof", "huge.pdf" } } };
        message.Headers.Accept.ParseAdd("text/html");
        var answer = await ann.SendAsync(message, TestContext.Current.CancellationToken);
        var page = await answer.TextAsync();

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Contains("at most 50.5 MB are taken here", page, StringComparison.Ordinal);
        Assert.Contains("Signed in as", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hash_that_is_not_that_of_what_arrived_is_told()
    {
        using var ann = Desk.As(World.Ann);
        await (await ann.SendAsync("a.pdf", Pdf(), new string('0', 64))).IsProblemAsync(HttpStatusCode.UnprocessableEntity, "wrong-hash");
        Assert.Equal(HttpStatusCode.Created, (await ann.SendAsync("a.pdf", Pdf(), Convert.ToHexString(SHA256.HashData(Pdf())))).StatusCode);
    }

    [Fact]
    public async Task A_body_that_is_cut_or_something_else_is_malformed()
    {
        using var ann = Desk.As(World.Ann);
        await (await ann.PostTextAsync(Field, "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.7", "multipart/form-data; boundary=b")).IsProblemAsync(HttpStatusCode.BadRequest, "invalid-request");
        await (await ann.PostTextAsync(Field, "{}")).IsProblemAsync(HttpStatusCode.UnsupportedMediaType, "unsupported-media-type");
        await (await ann.PostTextAsync(Field, "--b--\r\n", "multipart/form-data; boundary=b")).IsProblemAsync(HttpStatusCode.BadRequest, "invalid-request");
        await (await ann.SendAsync("a.pdf", Pdf(), path: "/api/topics/terms/files/account")).IsProblemAsync(HttpStatusCode.NotFound, "unknown-field");
        await (await ann.SendAsync("a.pdf", Pdf(), path: "/api/topics/nothing/files/proof")).IsProblemAsync(HttpStatusCode.NotFound, "unknown-topic");
        using var nobody = Desk.As(null);
        await (await nobody.SendAsync("a.pdf", Pdf())).IsProblemAsync(HttpStatusCode.Unauthorized, "not-signed-in");
    }

    [Fact]
    public async Task A_resubmission_keeps_files_by_their_hash_and_the_old_round_keeps_its_own()
    {
        using var ann = Desk.As(World.Ann);
        var (request, first) = await ann.SubmitWithFileAsync("first.pdf", Pdf("first"));
        var id = (string)request["id"]!;
        await ann.PostAsync($"/api/requests/{id}/recall", null);
        var second = await ann.TakenAsync("second.pdf", Pdf("second"));
        var kept = await ann.PostAsync($"/api/requests/{id}/resubmit", new { fields = new { account = "Acme", days = 75, proof = new[] { (string?)first["sha256"], (string?)second["id"] } } });
        Assert.Equal(["first.pdf", "second.pdf"], (await kept.JsonAsync())["fields"]!["proof"]!.AsArray().Select(file => (string?)file!["name"]));

        await ann.PostAsync($"/api/requests/{id}/recall", null);
        var gone = await ann.PostAsync($"/api/requests/{id}/resubmit", new { fields = new { account = "Acme", days = 75 } });
        Assert.NotEqual((string?)request["contentHash"], (string?)(await gone.JsonAsync())["contentHash"]);
        Assert.Equal(HttpStatusCode.OK, (await ann.FetchAsync($"/api/requests/{id}/files/{first["sha256"]}")).StatusCode);
    }

    [Fact]
    public async Task The_event_has_hash_name_size_and_type_and_the_form_says_where_to_send()
    {
        using var ann = Desk.As(World.Ann);
        var (request, file) = await ann.SubmitWithFileAsync("event.pdf", Pdf("event"));
        var events = await (await ann.FetchAsync($"/api/requests/{request["id"]}/events")).JsonAsync();
        var stored = events["items"]![0]!["event"]!["data"]!["content"]!["fields"]!["proof"]![0]!;

        Assert.True(JsonNode.DeepEquals(stored, new JsonObject { ["sha256"] = (string?)file["sha256"], ["name"] = "event.pdf", ["size"] = (int?)file["size"], ["type"] = "application/pdf" }), stored.ToJsonString());
        var form = (await (await ann.FetchAsync("/api/topics/terms")).JsonAsync())["fields"]!["properties"]!["proof"]!;
        Assert.Equal(("array", Field, 2), ((string?)form["type"], (string?)form["x-upload"], (int?)form["maxItems"]));
    }

    [Fact]
    public async Task What_no_request_has_is_dropped_after_a_day_and_the_rest_stays()
    {
        await using var desk = await Desk.StartAsync();
        using var ann = desk.As(World.Ann);
        var orphan = await ann.TakenAsync("orphan.pdf", Pdf("orphan"));
        var (request, file) = await ann.SubmitWithFileAsync("kept.pdf", Pdf("kept"));
        var store = desk.Services.GetRequiredService<IAttachmentStore>();
        var sweep = desk.Services.GetRequiredService<AttachmentSweep>();
        var ct = TestContext.Current.CancellationToken;

        desk.Machine.Advance(TimeSpan.FromHours(23));
        Assert.Equal(0, await sweep.SweepAsync(ct));
        desk.Machine.Advance(TimeSpan.FromHours(2));
        Assert.Equal(1, await sweep.SweepAsync(ct));
        Assert.Equal(0, await sweep.SweepAsync(ct));

        Assert.Null(await store.OpenAsync((string)orphan["sha256"]!, ct));
        Assert.Equal(HttpStatusCode.OK, (await ann.FetchAsync($"/api/requests/{request["id"]}/files/{file["sha256"]}")).StatusCode);
        // Its id counts for less than a day, so no form names what is gone.
        await (await ann.PostAsync("/api/requests", Form((string)orphan["id"]!))).IsProblemAsync(HttpStatusCode.UnprocessableEntity, "invalid-fields");
    }

    [Fact]
    public async Task Bytes_that_are_gone_or_changed_are_never_handed_out()
    {
        await using var desk = await Desk.StartAsync();
        using var ann = desk.As(World.Ann);
        var (request, file) = await ann.SubmitWithFileAsync("a.pdf", Pdf("a"));
        var path = $"/api/requests/{request["id"]}/files/{file["sha256"]}";
        var store = desk.Services.GetRequiredService<IAttachmentStore>();
        await store.PutAsync((string)file["sha256"]!, new MemoryStream("forged"u8.ToArray()), TestContext.Current.CancellationToken);
        await (await ann.FetchAsync(path)).IsProblemAsync(HttpStatusCode.Conflict, "file-changed");
        await foreach (var waiting in store.ListWaitingAsync(TestContext.Current.CancellationToken))
        {
            await store.DropAsync(waiting, TestContext.Current.CancellationToken);
        }

        await (await ann.FetchAsync(path)).IsProblemAsync(HttpStatusCode.Conflict, "file-lost");
        // And what is gone before the event is no part of a request.
        var again = await ann.TakenAsync("b.pdf", Pdf("b"));
        await foreach (var waiting in store.ListWaitingAsync(TestContext.Current.CancellationToken))
        {
            await store.DropAsync(waiting, TestContext.Current.CancellationToken);
        }

        var problem = await (await ann.PostAsync("/api/requests", Form((string)again["id"]!))).IsProblemAsync(HttpStatusCode.UnprocessableEntity, "invalid-fields");
        Assert.Equal("'b.pdf' is not in the store any more. Upload it again.", (string?)problem["errors"]!["proof"]![0]);
    }

    [Fact]
    public async Task Mails_link_to_the_file_and_do_not_bring_it()
    {
        using var ann = Desk.As(World.Ann);
        var (request, file) = await ann.SubmitWithFileAsync("linked.pdf", Pdf("linked"));
        await Desk.DrainAsync();
        var url = $"http://localhost:7071/requests/{request["id"]}/files/{file["sha256"]}";
        var mail = (await Desk.Services.GetRequiredService<IMailbox>().ListAsync(null, null, 200, TestContext.Current.CancellationToken)).Items.First(one => one.Text.Contains(url, StringComparison.Ordinal));

        Assert.Contains("linked.pdf", mail.Text, StringComparison.Ordinal);
        Assert.Contains($"href=\"{url}\"", mail.Html, StringComparison.Ordinal);
    }
}
