namespace Approvals.Core.Chains;

/// <summary>A role that approves, with the scope it is looked up in: <c>sales-vp</c> of <c>EMEA</c>. The directory turns it into people.</summary>
public readonly record struct RoleRef(string Role, string? Scope = null) : IComparable<RoleRef>
{
    /// <summary>Not a role of the organisation: the manager of the person who asks. Its scope is their mail address.</summary>
    public const string ManagerOfRequester = "requester.manager";

    public int CompareTo(RoleRef other) => (Role, Scope ?? "").CompareTo((other.Role, other.Scope ?? ""));

    public override string ToString() => Scope is null ? Role : $"{Role}/{Scope}";

    public static bool operator <(RoleRef left, RoleRef right) => left.CompareTo(right) < 0;
    public static bool operator >(RoleRef left, RoleRef right) => left.CompareTo(right) > 0;
    public static bool operator <=(RoleRef left, RoleRef right) => left.CompareTo(right) <= 0;
    public static bool operator >=(RoleRef left, RoleRef right) => left.CompareTo(right) >= 0;
}
