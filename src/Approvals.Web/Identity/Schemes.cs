namespace Approvals.Web.Identity;

/// <summary>The ways in.</summary>
internal static class Schemes
{
    /// <summary>Picks one of the others by what the request brings.</summary>
    public const string Any = "Any";
    public const string Bearer = "Bearer";
    public const string OpenId = "OpenId";

    /// <summary>The cookie that pages live on.</summary>
    public const string Session = "Session";

    /// <summary>The header of Development.</summary>
    public const string Header = "Header";
}

/// <summary>Who may use an endpoint. What they may do with one request is decided by the request itself.</summary>
internal static class Policies
{
    public const string Requester = nameof(Requester);
    public const string Administrator = nameof(Administrator);

    /// <summary>Administrators and auditors.</summary>
    public const string SeesEverything = nameof(SeesEverything);
}
