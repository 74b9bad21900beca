using System.Net;
using Approvals.App.Mail;
using Approvals.App.Ports;
using Approvals.Core.Requests;

namespace Approvals.Adapters.GraphMail;

/// <summary>Whether the identity may use the mailboxes of the desk, and no others. Grants add up: one of the whole tenant outweighs every limit.</summary>
internal sealed class GraphScopeCheck(GraphMailboxes mailboxes, GraphClient graph, MailChannel.Graph channel)
{
    private const string Subject = "permissions";

    public MailFinding OfToken(TokenClaims? claims) => claims switch
    {
        null => MailFinding.Warning(Subject, "The token can not be read, so permissions of the whole tenant do not show.", "Name a mailbox that must be out of reach: --other ADDRESS."),
        _ when string.Join(", ", claims.TenantWideMail) is { Length: > 0 } roles => MailFinding.Fail(
            Subject, $"The identity has {CleanText.Line(roles, 200)} in the whole tenant: it can use every mailbox.", Revoke(claims)),
        _ => MailFinding.Ok(Subject, "The token carries no mail permission of the whole tenant."),
    };

    /// <param name="other">A mailbox that is none of the desk's.</param>
    public async Task<MailFinding> OfOtherAsync(EmailAddress? other, TokenClaims? claims, CancellationToken ct)
    {
        if (other is not { } address)
        {
            return MailFinding.Warning("other mailboxes", "Whether others can be read was not tried.", "Name one that must be out of reach: --other ADDRESS.");
        }

        if (mailboxes.All.Any(own => own.Address == address))
        {
            return MailFinding.Warning("other mailboxes", $"{address} is a mailbox of the desk itself, so it shows nothing.", "Name another one: --other ADDRESS.");
        }

        using var pace = new MailboxPace(TimeProvider.System);
        try
        {
            await new GraphMailbox(address, graph, pace).LookAsync(ct);
            return MailFinding.Fail(
                "other mailboxes",
                $"The identity can read the mailbox of {address}.",
                $"Exchange Online PowerShell: Test-ServicePrincipalAuthorization -Identity {App(claims)} -Resource {address} names the roles; find their assignments with Get-ManagementRoleAssignment -RoleAssignee {Principal(claims)}, and end each that has no scope: Remove-ManagementRoleAssignment NAME.");
        }
        catch (GraphException e) when (e.Status == HttpStatusCode.Forbidden)
        {
            return MailFinding.Ok("other mailboxes", $"The mailbox of {address} is out of reach.");
        }
        catch (GraphException e) when (e.Status == HttpStatusCode.NotFound)
        {
            return MailFinding.Warning("other mailboxes", $"There is no mailbox {address} in Exchange Online, so it shows nothing.", "Name one that is there: --other ADDRESS.");
        }
        catch (GraphException e)
        {
            return MailFinding.Warning("other mailboxes", $"Whether {address} can be read did not show. {e.Message}", "Try again.");
        }
    }

    /// <summary>The commands that give the rights to the desk's mailboxes alone.</summary>
    public string Grant(TokenClaims? claims)
    {
        var filter = string.Join(" -or ", mailboxes.All.Select(mailbox => $"PrimarySmtpAddress -eq '{mailbox.Address}'"));
        return "Exchange Online PowerShell: "
            + $"New-ServicePrincipal -AppId {App(claims)} -ObjectId {Principal(claims)} -DisplayName approvals; "
            + $"New-ManagementScope -Name approvals -RecipientRestrictionFilter \"{filter}\"; "
            + $"New-ManagementRoleAssignment -App {App(claims)} -Role \"Application Mail.Send\" -CustomResourceScope approvals; "
            + $"New-ManagementRoleAssignment -App {App(claims)} -Role \"Application Mail.ReadWrite\" -CustomResourceScope approvals. It may take two hours to count.";
    }

    private string Revoke(TokenClaims claims)
    {
        var grants = new Uri(channel.BaseUrl, $"servicePrincipals/{Principal(claims)}/appRoleAssignments");
        return $"Give it the desk's mailboxes alone (README.md, \"Deploy to Azure\"), find the ids of the grants with az rest --method get --url {grants}, and end each: az rest --method delete --url {grants}/ID.";
    }

    private static string App(TokenClaims? claims) => claims?.AppId is { } id ? CleanText.Line(id, 60) : "IDENTITY_CLIENT_ID";

    private static string Principal(TokenClaims? claims) => claims?.ObjectId is { } id ? CleanText.Line(id, 60) : "IDENTITY_PRINCIPAL_ID";
}
