using Approvals.Core.Requests;

namespace Approvals.Web.Pages.Shared;

/// <summary>What every page knows: who looks at it, when, and what a form needs to post back.</summary>
public sealed record PageContext
{
    /// <summary>Null when nobody is signed in.</summary>
    public Viewer? Viewer { get; init; }
    public required DateTimeOffset Now { get; init; }
    public required NameBook Names { get; init; }

    /// <summary>The hidden field that proves that a form came from this site.</summary>
    public required FormToken Token { get; init; }

    /// <summary>The first segment of the path: which entry of the navigation is current.</summary>
    public string Section { get; init; } = "";
    public bool Development { get; init; }

    /// <summary>What the person just did, told once after the redirect.</summary>
    public Notice? Notice { get; init; }

    /// <summary>A fresh key for a form: sending the form twice is one command.</summary>
    public string FreshKey() => Guid.CreateVersion7(Now).ToString("N");
}

/// <param name="Zone">The zone they work in, when the directory knows it.</param>
/// <param name="Waiting">How many decisions wait for them, up to ten.</param>
public sealed record Viewer(EmailAddress Mail, string Name, TimeZoneInfo? Zone, bool IsAdministrator, bool SeesEverything, int Waiting);

public sealed record FormToken(string Field, string Value);

public sealed record Notice(string Tone, string Title, string? Text = null);
