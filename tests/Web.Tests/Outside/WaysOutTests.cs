using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Web.Tests.Outside;

/// <summary>The two general ways out, from the form to what arrives.</summary>
public sealed class WaysOutTests
{
    private const string Secret = "secret-between-two-programs";

    [Fact]
    public async Task A_ticket_goes_to_a_queue_as_one_mail_with_its_evidence_and_answers_go_to_the_person_who_asked()
    {
        await using var desk = await OutsideDesk.OpenAsync("mail");
        var id = await desk.ApprovedAsync();
        await desk.RaiseAsync();
        await desk.LaterAsync(TimeSpan.FromHours(1));
        var mail = Assert.Single(await desk.MailsAsync("queue@support.example"));
        Assert.Equal(OutsideDesk.Eve, mail.ReplyTo?.Value);
        Assert.Contains($"approved by {OutsideDesk.Liam}", mail.Text, StringComparison.Ordinal);
        Assert.Contains("Last event (SHA-256): ", mail.Text, StringComparison.Ordinal);
        Assert.Contains("Priority: High", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(mail.Headers, header => header.Key is "Cc" or "Bcc");
        Assert.Empty(await desk.MailsAsync(OutsideDesk.Customer));
        Assert.Equal("completed", (string)(await desk.AskAsync(OutsideDesk.Eve, HttpMethod.Get, $"/api/requests/{id}"))["status"]!);
    }

    [Fact]
    public async Task A_ticket_is_posted_signed_and_under_the_same_id_when_the_answer_was_lost()
    {
        var posts = new ConcurrentQueue<(string Id, string Time, string Signature, string Body)>();
        await using var receiver = await ReceiveAsync(posts);
        var url = receiver.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        await using var desk = await OutsideDesk.OpenAsync("webhook", $"--Approvals:Tickets:Webhook:Url={url}/tickets", $"--Approvals:Tickets:Webhook:Secret={Secret}");
        var id = await desk.ApprovedAsync();
        await desk.LaterAsync(TimeSpan.FromHours(1));
        await desk.RaiseAsync();

        Assert.Equal(2, posts.Count);
        Assert.Single(posts.Select(post => (post.Id, post.Body)).Distinct());
        var (key, time, signature, body) = posts.Last();
        Assert.Equal($"{id}-pay-back", key);
        Assert.Equal("v1," + Convert.ToBase64String(HookSignatures.Hmac(Secret, $"{key}.{time}.{body}")), signature);
        var ticket = JsonNode.Parse(body)!;
        Assert.Equal(("ticket.open", OutsideDesk.Eve, OutsideDesk.Eve), ((string)ticket["type"]!, (string)ticket["requester"]!, (string)ticket["askedBy"]!));
        Assert.Contains($"approved by {OutsideDesk.Liam}", (string)ticket["body"]!, StringComparison.Ordinal);
        Assert.Equal(("A-17", "https://tracker.example/A-17"), (Assert.Single((await desk.RequestAsync(id)).Tickets).Key, Assert.Single((await desk.RequestAsync(id)).Tickets).Url));
        Assert.DoesNotContain(desk.Logged, line => line.Contains(Secret, StringComparison.Ordinal));
    }

    /// <summary>Takes what is posted; the first answer never arrives.</summary>
    private static async Task<WebApplication> ReceiveAsync(ConcurrentQueue<(string Id, string Time, string Signature, string Body)> posts)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var headers = context.Request.Headers;
            posts.Enqueue((headers["webhook-id"].ToString(), headers["webhook-timestamp"].ToString(), headers["webhook-signature"].ToString(), await reader.ReadToEndAsync()));
            if (posts.Count == 1)
            {
                context.Abort();
                return;
            }

            await context.Response.WriteAsync("""{"key":"A-17","url":"https://tracker.example/A-17"}""");
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }
}
