using Approvals.Web.Hosting;
using Approvals.Web.Problems;
using Microsoft.AspNetCore.Http;

namespace Approvals.Web.Identity;

/// <summary>
/// The API takes the session's cookie too, for the scripts of our own pages. A browser adds that cookie to whatever another site makes it send,
/// so a call that changes something must be seen to come from our own pages: <c>Sec-Fetch-Site: same-origin</c>, which no script can set.
/// </summary>
internal sealed class CrossSite(RequestDelegate next)
{
    private static readonly Problem Refusal = new(
        StatusCodes.Status403Forbidden, "cross-site", "A session can change things only from this site's own pages. Programs sign in with a token.");

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        var isSafe = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method);
        var bySession = context.User.Identity is { IsAuthenticated: true, AuthenticationType: Schemes.Session };
        return isSafe || !bySession || !Paths.IsApi(request.Path) || request.Headers["Sec-Fetch-Site"] == "same-origin"
            ? next(context)
            : ProblemWriter.WriteAsync(context, Refusal);
    }
}
