using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Web.Tests.Outside;

/// <summary>What each system sends, and how it signs it: written from their manuals, and not with the code under test.</summary>
internal static class HookSignatures
{
    public static string Body(string system, string key) => (system switch
    {
        "jira" => new JsonObject { ["issue"] = new JsonObject { ["fields"] = new JsonObject { ["labels"] = new JsonArray(key, "expense") } } },
        "gitlab" => new JsonObject { ["labels"] = new JsonArray(new JsonObject { ["title"] = key }) },
        _ => new JsonObject { ["key"] = key },
    }).ToJsonString();

    public static (string Name, string Value)[] Sign(string system, string secret, string body, DateTimeOffset at)
    {
        var (time, seconds) = (at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        return system switch
        {
            "zendesk" => [("X-Zendesk-Webhook-Signature-Timestamp", time), ("X-Zendesk-Webhook-Signature", Convert.ToBase64String(Hmac(secret, time + body)))],
            "jira" => [("X-Hub-Signature", "sha256=" + Convert.ToHexStringLower(Hmac(secret, body)))],
            "gitlab" => [("X-Gitlab-Token", secret)],
            _ => [("webhook-id", "m1"), ("webhook-timestamp", seconds), ("webhook-signature", "v1," + Convert.ToBase64String(Hmac(secret, $"m1.{seconds}.{body}")))],
        };
    }

    public static bool IsTimed(string system) => system is "zendesk" or "servicenow";

    public static byte[] Hmac(string secret, string text) => HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(text));
}
