using System.Runtime.ExceptionServices;
using Approvals.App;
using Approvals.App.Ports;
using Approvals.App.Topics;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Approvals.Web.Identity;

/// <summary>Bearer tokens for the API, OpenID Connect for the pages.</summary>
internal static class EntraSchemes
{
    public static void AddEntra(this AuthenticationBuilder builder, EntraOptions entra)
    {
        builder.AddJwtBearer(Schemes.Bearer, options => Configure(options, entra));
        builder.AddOpenIdConnect(Schemes.OpenId, options => Configure(options, entra));
    }

    private static void Configure(JwtBearerOptions options, EntraOptions entra)
    {
        options.Authority = entra.Authority;
        options.RequireHttpsMetadata = !new Uri(entra.Instance).IsLoopback;
        options.MapInboundClaims = false;
        options.TimeProvider = TimeProvider.System;
        options.SaveToken = false;
        options.TokenValidationParameters = EntraTokens.Rules(entra, entra.Audiences);
        options.Events = new JwtBearerEvents
        {
            OnTokenValidated = async context =>
            {
                var (caller, reason) = EntraTokens.Read(context.Principal!, entra);
                if (caller is null)
                {
                    context.Fail(reason!);
                    return;
                }

                context.Principal = Callers.ToPrincipal(await KnownAsync(caller, context.HttpContext), Schemes.Bearer);
            },
        };
    }

    private static void Configure(OpenIdConnectOptions options, EntraOptions entra)
    {
        options.Authority = entra.Authority;
        options.RequireHttpsMetadata = !new Uri(entra.Instance).IsLoopback;
        options.ClientId = entra.ClientId;
        options.ClientSecret = entra.ClientSecret;
        // With a secret: the code flow with PKCE. Without: an id token bound to this browser by its nonce; we need no token for anything else.
        options.ResponseType = entra.ClientSecret is null ? OpenIdConnectResponseType.IdToken : OpenIdConnectResponseType.Code;
        options.ResponseMode = OpenIdConnectResponseMode.FormPost;
        options.UsePkce = true;
        options.SignInScheme = Schemes.Session;
        options.MapInboundClaims = false;
        options.TimeProvider = TimeProvider.System;
        options.SaveTokens = false;
        options.TokenValidationParameters = EntraTokens.Rules(entra, [entra.ClientId]);
        options.Scope.Clear();
        options.Scope.Add("openid");
        options.Scope.Add("profile");
        options.Scope.Add("email");
        options.Events = new OpenIdConnectEvents
        {
            OnTokenValidated = async context =>
            {
                var (caller, reason) = EntraTokens.Read(context.Principal!, entra);
                if (caller is null)
                {
                    context.Fail(reason!);
                    return;
                }

                context.Principal = Callers.ToPrincipal(await KnownAsync(caller, context.HttpContext), Schemes.Session);
            },
            OnRemoteFailure = context =>
            {
                if (context.Failure is StoreUnavailableException away)
                {
                    // They are who they say: whom that is here, can be told in a moment.
                    ExceptionDispatchInfo.Throw(away);
                }

                // Said by the error page; what failed is in the log of the handler, not in the answer.
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                context.HandleResponse();
                return Task.CompletedTask;
            },
        };
    }

    // The name somebody signs in with may be another address than the one that others know, and ask, them by.
    private static async Task<Caller> KnownAsync(Caller caller, HttpContext context) =>
        caller with { Mail = await context.RequestServices.GetRequiredService<IDirectory>().AddressOfAsync(caller.Mail, context.RequestAborted) };
}
