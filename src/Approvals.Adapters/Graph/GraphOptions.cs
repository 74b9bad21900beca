using Azure.Core;

namespace Approvals.Adapters.Graph;

/// <summary>Where Microsoft Graph is and who we are there. Every adapter that speaks with Graph shares these.</summary>
public sealed record GraphOptions
{
    /// <summary>The address of a version, with a slash at its end, such as <c>https://graph.microsoft.com/v1.0/</c>.</summary>
    public required Uri Url { get; init; }

    /// <summary>The client id of a user-assigned identity; null for the host's own, or a developer's sign-in.</summary>
    public string? ClientId { get; init; }

    /// <summary>How long one call may take.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Signs in without a secret. A server of this machine (a stand-in) is spoken to without a token: none is sent in the clear.</summary>
    internal TokenCredential? ToCredential() => Url.IsLoopback ? null : HostIdentity.Of(ClientId);
}
