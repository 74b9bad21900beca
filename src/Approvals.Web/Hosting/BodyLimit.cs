using Approvals.Web.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Approvals.Web.Hosting;

/// <summary>No body is larger than this; an endpoint that takes larger ones says so in its metadata, which routing applies after this.</summary>
internal sealed class BodyLimit(RequestDelegate next, WebOptions options)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } server)
        {
            server.MaxRequestBodySize = options.Limits.BodyBytes;
        }
        else if (context.Request.ContentLength > options.Limits.BodyBytes)
        {
            return ProblemWriter.WriteAsync(context, StatusProblems.Of(StatusCodes.Status413PayloadTooLarge));
        }

        return next(context);
    }
}
