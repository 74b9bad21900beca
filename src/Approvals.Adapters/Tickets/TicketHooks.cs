using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Approvals.App.Ports;

namespace Approvals.Adapters.Tickets;

/// <summary>How each system signs what it sends, and where in it the ticket's own key stands.</summary>
internal sealed class TicketHooks : ITicketHook
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);
    private readonly Func<HookCall, string, DateTimeOffset, bool> isSigned;
    private readonly Func<JsonNode, IEnumerable<string?>> keys;

    private TicketHooks(string system, Func<HookCall, string, DateTimeOffset, bool> isSigned, Func<JsonNode, IEnumerable<string?>> keys) => (System, this.isSigned, this.keys) = (system, isSigned, keys);

    public string System { get; }

    /// <summary>A webhook whose body has <c>{"key":"{{ticket.external_id}}"}</c>.</summary>
    public static ITicketHook? Zendesk(string? secret) => secret is null ? null : new TicketHooks(
        "zendesk",
        (call, body, now) => call.Header("X-Zendesk-Webhook-Signature-Timestamp") is { } at && IsRecent(at, now)
            && Signatures.Same(Convert.ToBase64String(Signatures.Of(secret, at + body)), call.Header("X-Zendesk-Webhook-Signature")),
        json => [json.Text("key")]);

    /// <summary>A webhook of Jira's administration, with a secret: the labels hold the key.</summary>
    public static ITicketHook? Jira(string? secret) => secret is null ? null : new TicketHooks(
        "jira",
        (call, body, _) => Signatures.Same($"sha256={Convert.ToHexStringLower(Signatures.Of(secret, body))}", call.Header("X-Hub-Signature")),
        json => json.Under("issue").Under("fields").Items("labels").Select(label => (label as JsonValue)?.ToString()));

    /// <summary>A project's webhook with its secret token: the labels hold the key.</summary>
    public static ITicketHook? GitLab(string? secret) => secret is null ? null : new TicketHooks(
        "gitlab",
        (call, _, _) => Signatures.Same(secret, call.Header("X-Gitlab-Token")),
        json => json.Items("labels").Concat(json.Under("issue").Items("labels")).Concat(json.Under("object_attributes").Items("labels")).Select(label => label.Text("title")));

    /// <summary>As Standard Webhooks says, with <c>{"key":…}</c>.</summary>
    public static ITicketHook? Standard(string system, string? secret) => secret is null ? null : new TicketHooks(
        system,
        (call, body, now) => call.Header("webhook-id") is { } id && call.Header("webhook-timestamp") is { } at && IsSeconds(at, now)
            && call.Header("webhook-signature") is { } given && given.Split(' ').Any(one => Signatures.Same(Signatures.Standard(secret, id, at, body), one)),
        json => [json.Text("key")]);

    public IReadOnlyList<string>? Read(HookCall call, DateTimeOffset now)
    {
        var body = Encoding.UTF8.GetString(call.Body.Span);
        if (!isSigned(call, body, now))
        {
            return null;
        }

        try
        {
            return JsonNode.Parse(body) is { } json ? [.. keys(json).OfType<string>().Where(key => key.Length is > 0 and < 200)] : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static bool IsRecent(string time, DateTimeOffset now) =>
        DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) && (now - at).Duration() <= Tolerance;

    private static bool IsSeconds(string seconds, DateTimeOffset now) =>
        long.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < 253_402_300_799 && (now - DateTimeOffset.FromUnixTimeSeconds(at)).Duration() <= Tolerance;
}
