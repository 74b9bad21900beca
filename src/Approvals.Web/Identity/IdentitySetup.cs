using Approvals.App;
using Approvals.App.Ports;
using Approvals.Web.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using HeaderNames = Microsoft.Net.Http.Headers.HeaderNames;

namespace Approvals.Web.Identity;

internal static class IdentitySetup
{
    private static readonly TimeSpan SessionLength = TimeSpan.FromHours(8);

    public static void AddIdentity(this IServiceCollection services, AuthOptions auth)
    {
        services.AddSingleton(auth);
        var isDevelopment = auth.Mode == AuthMode.Development;
        var builder = services.AddAuthentication(Schemes.Any)
            .AddPolicyScheme(Schemes.Any, null, options => options.ForwardDefaultSelector = isDevelopment ? PickInDevelopment : Pick)
            .AddCookie(Schemes.Session, options => ConfigureSession(options, isDevelopment));
        if (isDevelopment)
        {
            builder.AddScheme<AuthenticationSchemeOptions, DevelopmentHeader>(Schemes.Header, null);
            services.AddHostedService<LoopbackCheck>();
        }
        else
        {
            builder.AddEntra(auth.Entra!);
        }

        // A policy for every endpoint that names none: nothing is open by omission.
        var known = new AuthorizationPolicyBuilder(Schemes.Any).RequireAssertion(context => Has(context, Roles.Requester | Roles.Approver | Roles.Administrator | Roles.Auditor)).RequireAuthenticatedUser().Build();
        services.AddAuthorizationBuilder()
            .SetDefaultPolicy(known)
            .SetFallbackPolicy(known)
            .AddPolicy(Policies.Requester, policy => policy.Combine(known).RequireAssertion(context => Has(context, Roles.Requester)))
            .AddPolicy(Policies.Administrator, policy => policy.Combine(known).RequireAssertion(context => Has(context, Roles.Administrator)))
            .AddPolicy(Policies.SeesEverything, policy => policy.Combine(known).RequireAssertion(context => Has(context, Roles.Administrator | Roles.Auditor)));
    }

    private static bool Has(AuthorizationHandlerContext context, Roles any) => Callers.Of(context.User) is { } caller && (caller.Roles & any) != 0;

    private static string PickInDevelopment(HttpContext context) =>
        context.Request.Headers.ContainsKey(DevelopmentHeader.Name) ? Schemes.Header : Schemes.Session;

    // A token is never mixed with a cookie: whoever sends one is judged by it alone.
    private static string Pick(HttpContext context) =>
        context.Request.Headers.ContainsKey(HeaderNames.Authorization) || (Paths.IsApi(context.Request.Path) && !context.Request.Cookies.ContainsKey(SessionCookie(false)))
            ? Schemes.Bearer
            : Schemes.Session;

    private static string SessionCookie(bool isDevelopment) => isDevelopment ? "approvals" : "__Host-approvals";

    private static void ConfigureSession(CookieAuthenticationOptions options, bool isDevelopment)
    {
        options.Cookie.Name = SessionCookie(isDevelopment);
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = isDevelopment ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
        options.ExpireTimeSpan = SessionLength;
        // Roles are read at sign-in, so a session ends for certain and is not carried on for ever by use.
        options.SlidingExpiration = false;
        options.Events.OnRedirectToLogin = context =>
        {
            if (Paths.IsMachine(context.Request.Path))
            {
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            }
            else
            {
                context.Response.Redirect(SignInEndpoints.PathFor(context.Request));
            }

            return Task.CompletedTask;
        };
        options.Events.OnRedirectToAccessDenied = context =>
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        };
        if (isDevelopment)
        {
            // Moving the product's clock on must not sign everybody out.
            options.TimeProvider = TimeProvider.System;
            options.Events.OnValidatePrincipal = context =>
            {
                // The people file may have changed since.
                if (Callers.Of(context.Principal) is { } caller)
                {
                    var roles = context.HttpContext.RequestServices.GetRequiredService<IRoleSource>().RolesOf(caller.Mail);
                    context.ReplacePrincipal(Callers.ToPrincipal(caller with { Roles = roles }, Schemes.Session));
                }

                return Task.CompletedTask;
            };
        }
    }
}
