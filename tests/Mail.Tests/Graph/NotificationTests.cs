using System.Text.Json.Nodes;
using Approvals.App.Ports;
using Microsoft.Extensions.DependencyInjection;

namespace Mail.Tests.Graph;

/// <summary>The product asks by Graph, somebody answers, Graph tells, or does not, or tells twice.</summary>
public sealed class NotificationTests : IAsyncLifetime
{
    private readonly string account = "Acme " + Guid.NewGuid().ToString("n")[..8];
    private GraphProduct product = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private GraphSubscribers Subscribers => product.Graph.Subscribers;

    public async ValueTask InitializeAsync() => product = await GraphProduct.StartAsync();

    public async ValueTask DisposeAsync() => await product.DisposeAsync();

    [Fact]
    public async Task An_approval_by_mail_counts_when_Graph_tells_of_it_even_twice()
    {
        var id = await product.SubmitAsync(account);
        var asked = await product.DeliversAsync(GraphProduct.Vp);
        Answer(asked, "APPROVE");
        var subscription = Assert.Single(Subscribers.All);
        Assert.Equal("https://approvals.example.com/api/graph/notifications", subscription.Url);
        Assert.Equal(subscription.Url, subscription.LifecycleUrl);
        Assert.Equal("users/approvals@example.com/mailFolders('inbox')/messages", subscription.Resource);
        var statuses = await Task.WhenAll(Subscribers.TellAsync((subscription, null), (subscription, null)), Subscribers.TellAsync((subscription, null)));
        Assert.All(statuses, status => Assert.Equal(202, status));
        var view = await product.BecomesAsync(id, "completed");
        Assert.Equal("mail", (string)view["steps"]![0]!["assignments"]![0]!["channel"]!);
        var sent = product.Graph.Mails.Delivered.Select(sent => sent.Mail.MessageId).ToArray();
        Assert.Equal(sent.Distinct(), sent);
    }

    [Fact]
    public async Task What_Graph_did_not_tell_is_found_by_looking()
    {
        var id = await product.SubmitAsync(account);
        Answer(await product.DeliversAsync(GraphProduct.Vp), "APPROVE");
        await product.Services.GetRequiredService<IMailIntake>().CollectAsync(Ct);
        await product.BecomesAsync(id, "completed");
    }

    [Fact]
    public async Task Whoever_does_not_know_the_secret_is_turned_away()
    {
        var url = Assert.Single(Subscribers.All).Url;
        foreach (var body in new JsonNode[] { new JsonObject(), new JsonArray(), Notice("wrong"), Notice(null), new JsonObject { ["value"] = "x" } })
        {
            Assert.Equal(401, await Subscribers.TellAsync(url, body));
        }
    }

    [Fact]
    public async Task A_subscription_that_Graph_removed_is_made_anew_and_late_or_doubled_news_of_the_old_one_change_nothing()
    {
        var first = Assert.Single(Subscribers.All);
        Subscribers.Forget(first.Id);
        Assert.Equal(202, await Subscribers.TellAsync((first, "subscriptionRemoved")));
        // By whoever is first: the product itself, that was told, or the look here.
        await product.Services.GetRequiredService<IMailIntake>().CollectAsync(Ct);
        await GraphProduct.UntilAsync("a subscription made anew", () => Task.FromResult(Subscribers.All.Any(other => other.Id != first.Id)));
        var second = Assert.Single(Subscribers.All);
        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal(first.ClientState, second.ClientState);

        Assert.Equal(202, await Subscribers.TellAsync((first, "subscriptionRemoved"), (first, "reauthorizationRequired"), (second, "missed")));
        await product.Services.GetRequiredService<IMailIntake>().CollectAsync(Ct);
        Assert.Equal(second.Id, Assert.Single(Subscribers.All).Id);
    }

    [Fact]
    public async Task A_subscription_that_is_to_be_authorized_again_is_renewed_at_once()
    {
        var subscription = Assert.Single(Subscribers.All);
        var before = subscription.ExpiresAtUtc;
        Assert.Equal(202, await Subscribers.TellAsync((subscription, "reauthorizationRequired")));
        await product.Services.GetRequiredService<IMailIntake>().CollectAsync(Ct);
        Assert.True(Assert.Single(Subscribers.All).ExpiresAtUtc > before);
        Assert.Equal(1, product.Graph.Calls.Count(call => call.Method == "PATCH"));
    }

    private void Answer(MimeKit.MimeMessage asked, string text) => product.Graph.Mails.Receive(
        "approvals@example.com",
        $"""
        Authentication-Results: mx.approvals.test; dmarc=pass (p=REJECT) header.from=example.com
        From: {GraphProduct.Vp}
        To: {asked.ReplyTo.Mailboxes.Single().Address}
        Subject: Re: {asked.Subject}
        Message-ID: <{Guid.NewGuid():n}@example.com>
        Content-Type: text/plain; charset=utf-8

        {text}

        """);

    private static JsonObject Notice(string? secret) => new() { ["value"] = new JsonArray(new JsonObject { ["subscriptionId"] = "s1", ["clientState"] = secret, ["changeType"] = "created" }) };
}
