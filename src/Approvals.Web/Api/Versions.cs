using System.Globalization;
using Approvals.Core.Requests;
using Approvals.Web.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Approvals.Web.Api;

/// <summary>The version of a request as an entity tag.</summary>
internal static class Versions
{
    public static EntityTagHeaderValue Tag(RequestState state) => new($"\"{state.Facts!.Version.ToString(CultureInfo.InvariantCulture)}\"");

    /// <summary>Tells caches that the answer is this caller's alone, and to ask whether it still holds.</summary>
    public static void Mark(HttpResponse response, EntityTagHeaderValue tag)
    {
        response.Headers.ETag = tag.ToString();
        response.Headers.CacheControl = "private, no-cache";
        response.Headers.Vary = "Authorization, Cookie, X-Dev-User";
    }

    public static bool IsKnown(HttpRequest request, EntityTagHeaderValue tag) =>
        HttpMethods.IsGet(request.Method) && request.GetTypedHeaders().IfNoneMatch.Any(known => known.Equals(EntityTagHeaderValue.Any) || known.Compare(tag, useStrongComparison: false));

    public static bool Matches(HttpRequest request, EntityTagHeaderValue tag) =>
        request.GetTypedHeaders().IfMatch.Any(wanted => wanted.Equals(EntityTagHeaderValue.Any) || wanted.Compare(tag, useStrongComparison: true));

    public static Problem Stale(RequestState state) => new(
        StatusCodes.Status412PreconditionFailed, "stale-version", "The request has changed since the version that If-Match names. Load it, look again and send the change then.")
    {
        Round = state.Facts!.Round,
        Version = state.Facts.Version,
    };
}
