using System.Text.Json;
using System.Text.Json.Nodes;
using Approvals.App.Ports;

namespace Approvals.Adapters.GraphMail;

/// <summary>Hears Graph. What a notification says of a mail is not even read: the mailbox is.</summary>
internal sealed class GraphNotices(GraphMailboxes mailboxes, GraphSubscriptions subscriptions, GraphSecret secret) : IMailNotices
{
    public async Task<bool> HearAsync(ReadOnlyMemory<byte> body, CancellationToken ct)
    {
        var isGraph = false;
        foreach (var notice in Read(body))
        {
            if (!await secret.IsAsync(Text(notice, "clientState"), ct))
            {
                continue;
            }

            isGraph = true;
            if (Text(notice, "lifecycleEvent") is { } lifecycle && Text(notice, "subscriptionId") is { } subscription)
            {
                foreach (var mailbox in mailboxes.All)
                {
                    await subscriptions.NoticeAsync(mailbox, subscription, lifecycle, ct);
                }
            }
        }

        return isGraph;
    }

    private static IEnumerable<JsonObject> Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonNode.Parse(body.Span) is JsonObject call && call["value"] is JsonArray notices ? [.. notices.OfType<JsonObject>()] : [];
        }
        // Names that are there twice are found out late, and as an argument.
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return [];
        }
    }

    private static string? Text(JsonObject notice, string name) => notice[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
