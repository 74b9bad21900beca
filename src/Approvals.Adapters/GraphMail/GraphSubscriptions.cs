using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Approvals.App.Ports;
using Microsoft.Extensions.Logging;

namespace Approvals.Adapters.GraphMail;

/// <summary>Sees to it that Graph tells of new mail: one subscription for each inbox, renewed every day, made anew when it is gone. Without one, mail is found later, and none is lost.</summary>
internal sealed class GraphSubscriptions(GraphClient graph, NoticeAddress notices, GraphSecret secret, INoteStore notes, TimeProvider clock, ILogger<GraphSubscriptions> log)
{
    private readonly Uri? noticeUrl = notices.Url;
    private const string Area = "graph-subscriptions";
    private static readonly TimeSpan Life = TimeSpan.FromDays(3);
    private static readonly TimeSpan RenewAfter = TimeSpan.FromDays(1);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<GraphMailbox, DateTimeOffset> rests = [];

    public async Task KeepAsync(GraphMailbox mailbox, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (noticeUrl is null || rests.GetValueOrDefault(mailbox) > now)
        {
            return;
        }

        try
        {
            var note = await notes.FindAsync(Area, Name(mailbox), ct);
            var known = note is null ? null : SubscriptionNote.Read(note.Value);
            if (known?.Id is not { } id || known.ExpiresAtUtc <= now)
            {
                await MakeAsync(mailbox, note, ct);
            }
            else if (known.RenewAtUtc <= now && !await RenewAsync(mailbox, id, note!, ct))
            {
                await MakeAsync(mailbox, note, ct);
            }
        }
        catch (GraphException e)
        {
            rests[mailbox] = now + (e.Wait > AfterFailure ? e.Wait.Value : AfterFailure);
            log.NoSubscription(e, GraphWords.Explain(e, mailbox.Address));
        }
    }

    /// <summary>What Graph tells of a subscription of ours. Others, also those that ours replaced, are none of our business.</summary>
    public async Task NoticeAsync(GraphMailbox mailbox, string subscription, string lifecycle, CancellationToken ct)
    {
        while (await notes.FindAsync(Area, Name(mailbox), ct) is { } note && SubscriptionNote.Read(note.Value) is var known && known.Id == subscription)
        {
            var next = lifecycle switch
            {
                "subscriptionRemoved" => known with { Id = null },
                "reauthorizationRequired" => known with { RenewAtUtc = clock.GetUtcNow() },
                // Missed, or something new: looking again is all there is to do.
                _ => known,
            };
            if (next == known || await notes.TryPutAsync(Area, Name(mailbox), next.Write(), note, ct))
            {
                rests.TryRemove(mailbox, out _);
                return;
            }
        }
    }

    /// <summary>False: it is not there any more. Renewing is a new authorization too.</summary>
    private async Task<bool> RenewAsync(GraphMailbox mailbox, string id, Note note, CancellationToken ct)
    {
        try
        {
            var until = clock.GetUtcNow() + Life;
            await graph.SendAsync(HttpMethod.Patch, $"subscriptions/{Uri.EscapeDataString(id)}", new JsonObject { ["expirationDateTime"] = Iso(until) }, ct);
            // Somebody else has renewed it, or knows that it is gone: both are newer than this.
            await notes.TryPutAsync(Area, Name(mailbox), Note(id, until).Write(), note, ct);
            return true;
        }
        catch (GraphException e) when (e.Status == HttpStatusCode.NotFound)
        {
            return false;
        }
    }

    private async Task MakeAsync(GraphMailbox mailbox, Note? note, CancellationToken ct)
    {
        await RemoveOldAsync(mailbox, ct);
        var until = clock.GetUtcNow() + Life;
        var made = await graph.SendAsync(
            HttpMethod.Post,
            "subscriptions",
            new JsonObject
            {
                ["changeType"] = "created",
                ["notificationUrl"] = noticeUrl!.AbsoluteUri,
                ["lifecycleNotificationUrl"] = noticeUrl.AbsoluteUri,
                ["resource"] = mailbox.Inbox,
                ["expirationDateTime"] = Iso(until),
                ["clientState"] = await secret.GetAsync(ct),
                ["latestSupportedTlsVersion"] = "v1_2",
            },
            ct);
        var id = (string?)made.Json()["id"] ?? throw new GraphException(GraphFault.Unclear, "The answer of Graph has no 'id'.");
        if (!await notes.TryPutAsync(Area, Name(mailbox), Note(id, until).Write(), note, ct))
        {
            // Another host has made one at the same time.
            await DeleteAsync(id, ct);
        }
    }

    // Those whose maker was killed before it noted them, and those whose secret was lost: they would tell everything twice, or in vain.
    private async Task RemoveOldAsync(GraphMailbox mailbox, CancellationToken ct)
    {
        var page = (await graph.SendAsync(HttpMethod.Get, "subscriptions", (HttpContent?)null, ct)).Json();
        foreach (var old in (page["value"] as JsonArray ?? []).OfType<JsonObject>())
        {
            if ((string?)old["notificationUrl"] == noticeUrl!.AbsoluteUri && ((string?)old["resource"])?.Trim('/') == mailbox.Inbox && (string?)old["id"] is { } id)
            {
                await DeleteAsync(id, ct);
            }
        }
    }

    private async Task DeleteAsync(string id, CancellationToken ct)
    {
        try
        {
            await graph.SendAsync(HttpMethod.Delete, $"subscriptions/{Uri.EscapeDataString(id)}", (HttpContent?)null, ct);
        }
        catch (GraphException e) when (e.Status == HttpStatusCode.NotFound)
        {
            // That is what was wanted.
        }
    }

    private SubscriptionNote Note(string id, DateTimeOffset until) => new(id, until, clock.GetUtcNow() + RenewAfter);

    // An address may have what a note's name may not; and another public address needs another subscription.
    private string Name(GraphMailbox mailbox) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{mailbox.Address}\n{noticeUrl}")));

    private static string Iso(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);
}

/// <param name="Url">Where Graph calls; null: it is not asked to.</param>
internal sealed record NoticeAddress(Uri? Url);
