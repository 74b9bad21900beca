using System.Text.Json;
using Approvals.App.Ports;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Approvals.Web.Problems;

/// <summary>The one place where a fault becomes an answer. Nothing of an exception's text leaves the server.</summary>
internal sealed class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> logger)
{
    private const int RetryAfterSeconds = 5;

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            if (IsBare(context.Response))
            {
                await ProblemWriter.WriteAsync(context, StatusProblems.Of(context.Response.StatusCode));
            }
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested && !context.Response.HasStarted)
        {
            // Nobody is there to read it; whatever was to be stored is stored or not, wholly.
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            var problem = Of(e);
            context.Response.Clear();
            if (problem.Status == StatusCodes.Status503ServiceUnavailable)
            {
                context.Response.Headers.RetryAfter = RetryAfterSeconds.ToString();
                logger.StorageAway(Hosting.Correlation.Of(context), Cause(e));
            }
            else if (problem.Status == StatusCodes.Status500InternalServerError)
            {
                // Messages of exceptions can hold what people wrote; types and places can not.
                logger.Unhandled(Hosting.Correlation.Of(context), e.GetType().FullName ?? "", e.StackTrace ?? "");
            }

            await WriteAsync(context, problem);
        }
    }

    private async Task WriteAsync(HttpContext context, Problem problem)
    {
        try
        {
            await ProblemWriter.WriteAsync(context, problem);
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            logger.Unhandled(Hosting.Correlation.Of(context), e.GetType().FullName ?? "", e.StackTrace ?? "");
            context.Response.Clear();
            await ProblemWriter.WriteJsonAsync(context, problem);
        }
    }

    private static Problem Of(Exception e) => e switch
    {
        InvalidRequestException invalid => invalid.Problem,
        BadHttpRequestException { InnerException: JsonException json } => JsonFaults.Explain(json),
        BadHttpRequestException { InnerException: AntiforgeryValidationException } or AntiforgeryValidationException => AntiforgeryGate.Refusal,
        BadHttpRequestException { StatusCode: StatusCodes.Status400BadRequest } bad => StatusProblems.Of(bad.StatusCode) with { Title = bad.Message },
        BadHttpRequestException bad => StatusProblems.Of(bad.StatusCode),
        InvalidCursorException cursor => new Problem(StatusCodes.Status400BadRequest, "invalid-cursor", cursor.Message),
        ScannerAwayException => new Problem(StatusCodes.Status503ServiceUnavailable, "scanner-away", "The virus scanner does not answer, so no file is taken or handed out. Nothing was changed; try again in a moment."),
        StoreUnavailableException => StatusProblems.Of(StatusCodes.Status503ServiceUnavailable),
        _ => StatusProblems.Of(StatusCodes.Status500InternalServerError),
    };

    private static string Cause(Exception e) => (e.InnerException?.GetType().Name ?? e.GetType().Name) + (e is StoreUnavailableException { Advice: { } advice } ? $": {advice}" : "");

    private static bool IsBare(HttpResponse response) =>
        response is { HasStarted: false, StatusCode: >= StatusCodes.Status400BadRequest, ContentType: null, ContentLength: null };
}
