using Approvals.Core.Catalogue;
using Approvals.Web.Problems;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;

namespace Approvals.Web.Hosting;

/// <summary>
/// No body is larger than the endpoint takes. The limit is kept here and not by the server: that one cuts the connection while the body is still on its way,
/// and the sender sees a fault instead of the answer. Without a limit of its own it reads on for a few seconds after the answer, and drops what comes.
/// </summary>
internal sealed class BodyLimit(RequestDelegate next, WebOptions options)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var most = context.GetEndpoint()?.Metadata.GetMetadata<IRequestSizeLimitMetadata>() is { } own ? own.MaxRequestBodySize : options.Limits.BodyBytes;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } server)
        {
            server.MaxRequestBodySize = null;
        }

        if (context.Request.ContentLength > most)
        {
            var problem = StatusProblems.Of(StatusCodes.Status413PayloadTooLarge) with { Title = $"What you sent is too large: at most {FileRef.SizeText(most.Value)} are taken here. Send less at once." };
            // The page that tells of it is that of whoever is signed in; nobody was asked for yet.
            context.User = (await context.AuthenticateAsync()).Principal ?? context.User;
            await ProblemWriter.WriteAsync(context, problem);
            return;
        }

        if (context.Request.ContentLength is null && most is { } bytes)
        {
            context.Request.Body = new LimitedBody(context.Request.Body, bytes);
        }

        await next(context);
    }
}

/// <summary>Of an endpoint that takes larger bodies than others.</summary>
internal sealed record LargerBody(long? MaxRequestBodySize) : IRequestSizeLimitMetadata;
