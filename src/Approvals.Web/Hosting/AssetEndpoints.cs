using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Approvals.Web.Hosting;

internal static class AssetEndpoints
{
    private const string ForEver = "public, max-age=31536000, immutable";

    public static void MapAssets(this IEndpointRouteBuilder routes) =>
        routes.MapMethods("/assets/{file}", ["GET", "HEAD"], Serve).AllowAnonymous().DisableRateLimiting().ExcludeFromDescription();

    private static async Task Serve(string file, HttpContext context, AssetFiles files)
    {
        if (files.Find(file, out var current) is not { } asset)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var response = context.Response;
        // A page of the build before, still open, asks by the old hash: it gets the new file, and keeps it for this once.
        response.Headers.CacheControl = current ? ForEver : "no-cache";
        response.ContentType = asset.ContentType;
        var body = asset.Bytes;
        if (asset.IsText)
        {
            response.Headers.Vary = HeaderNames.AcceptEncoding;
            if (context.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.Ordinal))
            {
                response.Headers.ContentEncoding = "br";
                body = asset.Brotli;
            }
        }

        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(body, context.RequestAborted);
        }
    }
}
