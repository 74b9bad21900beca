using Approvals.Web.Identity;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Approvals.Web.Hosting;

/// <summary>Headers of every answer. An endpoint that needs another value sets its own; these never overwrite.</summary>
internal sealed class ResponseHeaders(RequestDelegate next, AuthOptions auth)
{
    // A form whose session has ended is led to the sign-in, and browsers hold that redirect to form-action too.
    private readonly string policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; frame-src 'self'; "
        + $"form-action 'self'{(auth.Entra is { } entra ? " " + new Uri(entra.Instance).GetLeftPart(UriPartial.Authority) : "")}; base-uri 'none'; frame-ancestors 'none'";

    private readonly bool isDevelopment = auth.Mode == AuthMode.Development;

    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(
            () =>
            {
                var headers = context.Response.Headers;
                headers.TryAdd("Content-Security-Policy", policy);
                headers.TryAdd("X-Content-Type-Options", "nosniff");
                headers.TryAdd("X-Frame-Options", "DENY");
                // Decision links carry tokens: no other site, and no log of one, may see them.
                headers.TryAdd("Referrer-Policy", "no-referrer");
                headers.TryAdd("Cross-Origin-Opener-Policy", "same-origin");
                headers.TryAdd("Cross-Origin-Resource-Policy", "same-origin");
                headers.TryAdd("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
                headers.TryAdd("Cache-Control", "no-store");
                headers.TryAdd(Correlation.Header, new StringValues(Correlation.Of(context)));
                if (!isDevelopment)
                {
                    headers.TryAdd("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
                }

                return Task.CompletedTask;
            });
        return next(context);
    }
}
