using System.Diagnostics.CodeAnalysis;
using Approvals.App.Ports;
using Approvals.Web.Api;
using Approvals.Web.Development;
using Approvals.Web.Identity;
using Approvals.Web.Pages;
using Approvals.Web.Problems;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Approvals.Web.Hosting;

/// <summary>The whole of Approvals over HTTP, as one pipeline. A host adds its adapters, calls these two, and has nothing else to do with HTTP.</summary>
public static class ApprovalsWeb
{
    /// <summary>Throws <see cref="SettingsException"/> with what to do when the settings can not be run with.</summary>
    public static IServiceCollection AddApprovalsWeb(this IServiceCollection services, WebOptions options, IHostEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Limits.Validate();
        var auth = AuthOptions.From(options.Auth, options.Entra, environment.IsDevelopment());
        services.AddSingleton(options);
        services.AddSingleton<AssetFiles>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddDataProtection().SetApplicationName("approvals");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider =>
            new ConfigureOptions<KeyManagementOptions>(keys => keys.XmlRepository = new KeyRing(provider.GetRequiredService<ISecretStore>())));
        services.AddIdentity(auth);
        services.AddLimits(options.Limits);
        services.AddRequestTraces();
        services.AddAntiforgery(forms => ConfigureForms(forms, auth.Mode == AuthMode.Development));
        services.AddRazorComponents();
        services.AddPages();
        services.AddApi();
        if (auth.Mode == AuthMode.Development)
        {
            services.AddDevelopment();
        }

        return services;
    }

    /// <summary>Also for an <see cref="ApplicationBuilder"/> that another server hands its requests to.</summary>
    public static IApplicationBuilder UseApprovalsWeb(this IApplicationBuilder app)
    {
        var auth = app.ApplicationServices.GetRequiredService<AuthOptions>();
        app.UseMiddleware<ResponseHeaders>();
        app.UseMiddleware<ProblemMiddleware>();
        if (auth.Mode == AuthMode.Development)
        {
            app.UseMiddleware<LoopbackOnly>();
        }
        else
        {
            // People come by TLS, which may end in front of this server: session and form cookies are secure, and sign-in returns to https, whatever the last hop is.
            app.Use((context, next) =>
            {
                context.Request.Scheme = Uri.UriSchemeHttps;
                return next(context);
            });
        }

        app.UseRouting();
        app.UseMiddleware<BodyLimit>();
        app.UseAuthentication();
        app.UseMiddleware<CrossSite>();
        app.UseRateLimiter();
        app.UseRequestTimeouts();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.UseMiddleware<AntiforgeryGate>();
        app.UseEndpoints(routes => Map(routes, auth));
        return app;
    }

    [SuppressMessage("Usage", "ASP0014:Suggest using top level route registrations", Justification = "An ApplicationBuilder has no top level to register routes at.")]
    private static void Map(IEndpointRouteBuilder routes, AuthOptions auth)
    {
        routes.MapAssets();
        routes.MapHealth();
        routes.MapApi();
        if (auth.Mode == AuthMode.Development)
        {
            routes.MapDevelopment();
        }

        // Every form, and not only those whose endpoint binds its fields.
        var pages = routes.MapGroup("").WithMetadata(new RequireAntiforgeryTokenAttribute()).ExcludeFromDescription();
        pages.MapSignIn(auth);
        PageEndpoints.MapPages(pages);
    }

    private static void ConfigureForms(AntiforgeryOptions forms, bool isDevelopment)
    {
        forms.HeaderName = "X-Form-Token";
        forms.Cookie.Name = isDevelopment ? "approvals-form" : "__Host-approvals-form";
        forms.Cookie.HttpOnly = true;
        forms.Cookie.SameSite = SameSiteMode.Lax;
        forms.Cookie.SecurePolicy = isDevelopment ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
        // The pipeline sets it for every answer, with frame-ancestors beside it.
        forms.SuppressXFrameOptionsHeader = true;
    }
}
