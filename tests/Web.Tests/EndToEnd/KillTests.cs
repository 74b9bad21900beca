using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Web.Tests.Browser;

namespace Web.Tests.EndToEnd;

/// <summary>People work at a desk whose server is killed again and again. At the end everything they were promised is there, once.</summary>
public sealed class KillTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Kills = 10;
    private const int Clients = 4;
    private const string Seller = "seller@example.com", Vp = "vp.emea@example.com", Admin = "admin@example.com";
    private readonly string folder = Directory.CreateTempSubdirectory("approvals-kill-").FullName;
    private readonly ConcurrentQueue<string> done = new();
    private readonly Channel<bool> answers = Channel.CreateUnbounded<bool>();
    private volatile bool isOver;
    private ChildServer server = null!;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Nothing_is_lost_and_nothing_doubled_when_the_server_is_killed_at_any_moment()
    {
        var random = new Random(7);
        var starts = new List<double>();
        server = ChildServer.Start(folder);
        using var probe = new HttpClient();
        starts.Add((await server.AnswersAsync(probe)).TotalMilliseconds);
        var clients = Enumerable.Range(0, Clients).Select(client => Task.Run(() => WorkAsync(client))).ToArray();
        for (var kill = 0; kill < Kills; kill++)
        {
            // In the middle of the work, which of it only chance knows; and once in a while before the server is up again.
            for (var wait = random.Next(1, 40); wait > 0; wait--)
            {
                await Task.WhenAny([answers.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask(), .. clients]);
                Assert.All(clients, client => Assert.False(client.IsFaulted, client.Exception?.ToString()));
            }

            await server.KillAsync();
            var killed = server;
            var next = ChildServer.Start(folder);
            if (kill % 4 == 3)
            {
                await next.KillAsync();
                await next.DisposeAsync();
                next = ChildServer.Start(folder);
            }

            server = next;
            await killed.DisposeAsync();
            starts.Add((await server.AnswersAsync(probe)).TotalMilliseconds);
        }

        isOver = true;
        await Task.WhenAll(clients);
        starts.Sort();
        output.WriteLine($"{done.Count} requests, {Kills} kills. Start to first answer: {starts[0]:f0} ms at best, {starts[starts.Count / 2]:f0} ms in the middle, {starts[^1]:f0} ms at worst.");
        await EverythingIsThereOnceAsync();
    }

    private async Task WorkAsync(int client)
    {
        using var me = new Insistent(() => server.AddressAsync(), () => answers.Writer.TryWrite(true));
        for (var n = 0; !isOver; n++)
        {
            var form = new { topic = "offline-license-post-sale", fields = Form($"Account {client} {n}") };
            var (status, view) = await me.SendAsync(HttpMethod.Post, "/api/requests", Seller, form, $"submit-{client}-{n}");
            Assert.True(status is HttpStatusCode.Created or HttpStatusCode.OK, $"{status} {view}");
            var id = (string)view["id"]!;
            var decision = new { step = 1, round = 1, seenVersion = (long)view["version"]!, decision = "approve", comment = $"Fine {n}." };
            (status, view) = await me.SendAsync(HttpMethod.Post, $"/api/requests/{id}/decisions", Vp, decision, $"decide-{client}-{n}");
            Assert.True(status == HttpStatusCode.OK, $"{status} {view}");
            done.Enqueue(id);
            if (n % 3 == 0)
            {
                // The answer is remembered as well as the request, over any number of servers.
                var (_, again) = await me.SendAsync(HttpMethod.Post, "/api/requests", Seller, form, $"submit-{client}-{n}");
                Assert.Equal(id, (string?)again["id"]);
            }
        }
    }

    private async Task EverythingIsThereOnceAsync()
    {
        using var admin = new Insistent(() => server.AddressAsync(), () => { });
        await admin.SendAsync(HttpMethod.Post, "/api/dev/clock", Admin, new { advance = "PT1S" });
        Assert.Equal(done.Order(), (await admin.ListAsync("/api/requests", Admin)).Select(item => (string)item["id"]!).Order());
        Assert.Equal(done.Order(), (await admin.ListAsync("/api/requests?status=completed", Admin)).Select(item => (string)item["id"]!).Order());
        Assert.Equal(done.Order(), (await admin.ListAsync("/api/tickets", Admin)).Select(item => (string)item["requestId"]!).Order());
        Assert.Empty(await admin.ListAsync("/api/inbox", Vp));
        Assert.Empty(await admin.ListAsync("/api/admin/effects?state=abandoned", Admin));

        // A mail's id begins with the id of the effect that sent it: 40 characters.
        var mails = (await admin.ListAsync("/api/dev/mailbox", Admin)).Select(mail => ((string)mail["headers"]!["Message-ID"]!)[1..41]).ToList();
        Assert.Equal(mails.Distinct(), mails);
        var sent = new List<string>();
        foreach (var id in done)
        {
            Assert.True((bool)(await admin.GetAsync($"/api/admin/audit/verify?requestId={id}", Admin))["intact"]!);
            var events = (await admin.GetAsync($"/api/requests/{id}/events", Admin))["items"]!.AsArray().Select(item => item!["event"]!).ToList();
            foreach (var once in new[] { "submitted", "step-approved", "step-completed", "approved", "ticket-raised", "completed" })
            {
                Assert.Single(events, e => TypeOf(e) == once);
            }

            sent.AddRange(events.Where(e => TypeOf(e) == "mail-sent").Select(e => (string)e["data"]!["effect"]!));
            Assert.DoesNotContain(events, e => TypeOf(e) is "effect-failed" or "effect-abandoned");
        }

        // A mail that went out just before a kill may be recorded as overtaken after it; a mail that is recorded as sent is there.
        Assert.Empty(sent.Except(mails));
        Assert.Equal(done.Count, mails.Select(mail => mail[..26]).Distinct().Count());
    }

    private static string TypeOf(JsonNode e) => ((string)e["type"]!).Split('.')[0];

    private static Dictionary<string, object> Form(string account)
    {
        var form = Forms.OfflineLicense(account).ToDictionary(field => field.Key, field => (object)field.Value);
        form["accessLost"] = false;
        return form;
    }
}
