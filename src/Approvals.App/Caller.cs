using Approvals.Core.Requests;

namespace Approvals.App;

/// <summary>Who calls, as a validated token or session says.</summary>
public sealed record Caller(EmailAddress Mail, Roles Roles)
{
    public bool IsAdministrator => Roles.HasFlag(Roles.Administrator);
    public bool SeesEverything => (Roles & (Roles.Administrator | Roles.Auditor)) != 0;
}

[Flags]
public enum Roles { None = 0, Requester = 1, Approver = 2, Administrator = 4, Auditor = 8 }
