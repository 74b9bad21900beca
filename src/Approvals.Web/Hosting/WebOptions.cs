using Approvals.Web.Identity;

namespace Approvals.Web.Hosting;

/// <summary>The settings of the pipeline: the section <c>Approvals</c> of a host's configuration.</summary>
public sealed record WebOptions
{
    /// <summary>Who may sign in, and how. Null: <c>development</c> in the Development environment, else <c>entra</c>.</summary>
    public AuthMode? Auth { get; init; }
    public EntraOptions? Entra { get; init; }
    public LimitOptions Limits { get; init; } = new();

    /// <summary>
    /// Whether open pages are told of changes over a connection that stays open. Where each of those would take the place of other requests, as in a
    /// Functions host, they ask every few seconds instead.
    /// </summary>
    public bool Push { get; init; } = true;
}

/// <summary>What one caller can ask of a server.</summary>
public sealed record LimitOptions
{
    public int BodyBytes { get; init; } = 256 * 1024;

    /// <summary>A mail with its attachments, handed in over the Development route.</summary>
    public int MailBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Requests that a caller can send at once before the rate counts.</summary>
    public int Burst { get; init; } = 600;
    public int RequestsPerSecond { get; init; } = 200;
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    internal void Validate()
    {
        if (BodyBytes < 1024 || MailBytes < 1024 || Burst < 1 || RequestsPerSecond < 1 || RequestTimeout <= TimeSpan.Zero)
        {
            throw new SettingsException(
                "Approvals:Limits: BodyBytes and MailBytes must be at least 1024; Burst, RequestsPerSecond and RequestTimeout must be more than zero.");
        }
    }
}
