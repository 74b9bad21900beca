using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Approvals.Adapters.GraphMail;

/// <summary>What a token says of the identity that it was given to. Nothing is decided by it but what an administrator is told.</summary>
/// <param name="Roles">The permissions of the whole tenant. What Exchange Online gives for single mailboxes is not among them.</param>
/// <param name="AppId">The client id.</param>
/// <param name="ObjectId">Of the service principal.</param>
internal sealed record TokenClaims(ImmutableArray<string> Roles, string? AppId, string? ObjectId)
{
    private static readonly string[] MailRoles = ["Mail.", "MailboxItem.", "MailboxFolder."];

    public IEnumerable<string> TenantWideMail => Roles.Where(role => MailRoles.Any(start => role.StartsWith(start, StringComparison.OrdinalIgnoreCase)));

    /// <summary>Null: it is not a token that can be read.</summary>
    public static TokenClaims? Read(string token)
    {
        try
        {
            return token.Split('.') is [_, var payload, _] && JsonNode.Parse(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(payload))) is JsonObject claims
                ? new TokenClaims([.. (claims["roles"] as JsonArray ?? []).Select(role => (string?)role).OfType<string>()], (string?)(claims["appid"] ?? claims["azp"]), (string?)claims["oid"])
                : null;
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
