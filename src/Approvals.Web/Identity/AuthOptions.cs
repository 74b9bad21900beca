using Approvals.Web.Hosting;

namespace Approvals.Web.Identity;

/// <summary>How people prove who they are.</summary>
public enum AuthMode
{
    /// <summary>Entra ID: a bearer token at the API, OpenID Connect and a session at the pages.</summary>
    Entra,

    /// <summary>Anybody of the people file, by header or sign-in page. Only in Development, only over loopback.</summary>
    Development,
}

/// <summary>The application's registration in Entra ID: <c>Approvals:Entra</c>.</summary>
public sealed record EntraOptions
{
    public string Instance { get; init; } = "https://login.microsoftonline.com/";

    /// <summary>The one tenant whose people are let in.</summary>
    public string TenantId { get; init; } = "";
    public string ClientId { get; init; } = "";

    /// <summary>What tokens for the API are made out to; the client id and <c>api://{ClientId}</c> when empty.</summary>
    public string? Audience { get; init; }

    /// <summary>A Key Vault reference. Without it the pages sign in with an id token alone, which needs no secret.</summary>
    public string? ClientSecret { get; init; }

    internal string Authority => $"{Instance.TrimEnd('/')}/{TenantId}/v2.0";

    internal string[] Audiences => Audience is { Length: > 0 } one ? [one] : [ClientId, $"api://{ClientId}"];
}

/// <summary>The checked settings of sign-in.</summary>
internal sealed record AuthOptions(AuthMode Mode, EntraOptions? Entra)
{
    public static AuthOptions From(AuthMode? mode, EntraOptions? entra, bool isDevelopment)
    {
        var chosen = mode ?? (isDevelopment ? AuthMode.Development : AuthMode.Entra);
        return chosen switch
        {
            AuthMode.Development when !isDevelopment => throw new SettingsException(
                "Approvals:Auth is 'development', which lets anybody be anybody, but the environment is not Development. Set it to 'entra', or run with ASPNETCORE_ENVIRONMENT=Development on your own machine."),
            AuthMode.Development => new AuthOptions(chosen, null),
            AuthMode.Entra => new AuthOptions(chosen, Check(entra)),
            _ => throw new SettingsException($"Approvals:Auth is '{chosen}'; it must be 'entra' or 'development'."),
        };
    }

    private static EntraOptions Check(EntraOptions? entra)
    {
        if (entra is null || !Guid.TryParse(entra.TenantId, out _) || !Guid.TryParse(entra.ClientId, out _))
        {
            throw new SettingsException(
                "Sign-in with Entra ID needs Approvals:Entra:TenantId and Approvals:Entra:ClientId, both of them ids in the form 00000000-0000-0000-0000-000000000000.");
        }

        if (!Uri.TryCreate(entra.Instance, UriKind.Absolute, out var instance) || (instance.Scheme != Uri.UriSchemeHttps && !instance.IsLoopback))
        {
            throw new SettingsException("Approvals:Entra:Instance must be an https address.");
        }

        return entra;
    }
}
