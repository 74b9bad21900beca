using System.Diagnostics;
using Approvals.Web.Api;
using Approvals.Web.Hosting;
using Approvals.Web.Pages;
using Microsoft.AspNetCore.Http;

namespace Approvals.Web.Problems;

/// <summary>Answers with a problem: as JSON to programs, as a page to people.</summary>
internal static class ProblemWriter
{
    public static Task WriteAsync(HttpContext context, Problem problem)
    {
        problem = problem with { TraceId = Correlation.Of(context) };
        context.Response.StatusCode = problem.Status;
        Activity.Current?.SetTag("approvals.problem", problem.Code);
        return Paths.IsMachine(context.Request.Path) || !AcceptsHtml(context.Request)
            ? WriteJsonAsync(context, problem)
            : PageEndpoints.ShowProblemAsync(context, problem);
    }

    /// <summary>Without a page: also when the page itself is what went wrong.</summary>
    public static Task WriteJsonAsync(HttpContext context, Problem problem)
    {
        context.Response.StatusCode = problem.Status;
        problem = problem with { TraceId = Correlation.Of(context) };
        return context.Response.WriteAsJsonAsync(problem, ApiJson.Default.Problem, Problem.ContentType, context.RequestAborted);
    }

    private static bool AcceptsHtml(HttpRequest request) =>
        request.Headers.Accept.Count == 0 || request.Headers.Accept.ToString() is var accept && (accept.Contains("text/html", StringComparison.Ordinal) || accept.Contains("*/*", StringComparison.Ordinal));
}

/// <summary>A problem as the answer of an endpoint.</summary>
internal sealed class ProblemResult(Problem problem) : IResult, IStatusCodeHttpResult
{
    public Problem Problem { get; } = problem;
    public int? StatusCode => Problem.Status;

    public Task ExecuteAsync(HttpContext httpContext) => ProblemWriter.WriteAsync(httpContext, Problem);
}
