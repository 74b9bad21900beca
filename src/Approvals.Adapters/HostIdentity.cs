using Azure.Core;
using Azure.Identity;

namespace Approvals.Adapters;

/// <summary>Signs in to Azure without a secret.</summary>
internal static class HostIdentity
{
    /// <param name="clientId">Of a user-assigned identity; null for the host's own, or a developer's sign-in.</param>
    public static TokenCredential Of(string? clientId) =>
        clientId is null ? new DefaultAzureCredential() : new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(clientId));
}
