using System.Security.Claims;
using Approvals.App;
using Approvals.Core.Requests;
using Microsoft.AspNetCore.Http;

namespace Approvals.Web.Identity;

/// <summary>A caller as a principal, and back. Only schemes of this folder make such principals, after they have checked everything.</summary>
internal static class Callers
{
    private const string Mail = "mail";
    private const string Role = "role";
    private static readonly Roles[] Each = [Roles.Requester, Roles.Approver, Roles.Administrator, Roles.Auditor];

    public static ClaimsPrincipal ToPrincipal(Caller caller, string scheme)
    {
        var identity = new ClaimsIdentity(scheme, Mail, Role);
        identity.AddClaim(new Claim(Mail, caller.Mail.Value));
        identity.AddClaims(Each.Where(role => caller.Roles.HasFlag(role)).Select(role => new Claim(Role, role.ToString())));
        return new ClaimsPrincipal(identity);
    }

    /// <summary>Null for somebody who is not signed in.</summary>
    public static Caller? Of(ClaimsPrincipal? principal) =>
        principal?.Identity is ClaimsIdentity { IsAuthenticated: true } identity && EmailAddress.TryParse(identity.FindFirst(Mail)?.Value, out var mail)
            ? new Caller(mail, ParseRoles(identity.FindAll(Role).Select(claim => claim.Value)))
            : null;

    /// <summary>The roles among the texts; names that are not ours count for nothing.</summary>
    public static Roles ParseRoles(IEnumerable<string> names)
    {
        var held = names.ToHashSet(StringComparer.Ordinal);
        return Each.Where(role => held.Contains(role.ToString())).Aggregate(Roles.None, (all, role) => all | role);
    }

    /// <summary>Who calls this endpoint. The authorization policies let nobody else through.</summary>
    public static Caller Caller(this HttpContext context) =>
        Of(context.User) ?? throw new InvalidOperationException("An endpoint that needs a caller lets anonymous people in.");
}
