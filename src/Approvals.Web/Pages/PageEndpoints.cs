using Approvals.Web.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Approvals.Web.Pages;

internal static class PageEndpoints
{
    public static void MapPages(IEndpointRouteBuilder routes)
    {
    }

    /// <summary>Shows a problem to somebody who uses a browser. The status is set already.</summary>
    public static Task ShowProblemAsync(HttpContext context, Problem problem) => context.Response.WriteAsync(problem.Title, context.RequestAborted);
}
