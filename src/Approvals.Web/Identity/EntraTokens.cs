using System.Security.Claims;
using Approvals.App;
using Approvals.Core.Requests;
using Microsoft.IdentityModel.Tokens;

namespace Approvals.Web.Identity;

/// <summary>What a token of Entra ID must be, and who it says calls.</summary>
internal static class EntraTokens
{
    // A mail address of the tenant's own making first; "email" can be missing or, for guests, follow another directory.
    private static readonly string[] MailClaims = ["preferred_username", "upn", "email"];

    public static TokenValidationParameters Rules(EntraOptions entra, IEnumerable<string> audiences) => new()
    {
        ValidIssuer = entra.Authority,
        ValidAudiences = audiences,
        ValidateIssuerSigningKey = true,
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        // Entra signs with RSA only. A closed list shuts out "none", and a public key used as an HMAC secret.
        ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
        ClockSkew = TimeSpan.FromMinutes(1),
    };

    /// <summary>Whom a validated token speaks of, or why it does not count here.</summary>
    public static (Caller? Caller, string? Reason) Read(ClaimsPrincipal principal, EntraOptions entra)
    {
        if (!string.Equals(principal.FindFirstValue("tid"), entra.TenantId, StringComparison.OrdinalIgnoreCase))
        {
            return (null, "The token is of another tenant.");
        }

        var mail = MailClaims.Select(principal.FindFirstValue).FirstOrDefault(value => !string.IsNullOrEmpty(value));
        return EmailAddress.TryParse(mail, out var address)
            ? (new Caller(address, Callers.ParseRoles(principal.FindAll("roles").Select(claim => claim.Value))), null)
            : (null, "The token names no person by mail address.");
    }
}
