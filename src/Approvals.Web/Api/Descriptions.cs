using Approvals.Web.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Approvals.Web.Api;

/// <summary>What the OpenAPI document says of an endpoint beyond its signature.</summary>
internal static class Descriptions
{
    public static RouteHandlerBuilder Answers<T>(this RouteHandlerBuilder endpoint, params int[] statuses)
    {
        foreach (var status in statuses.Length == 0 ? [StatusCodes.Status200OK] : statuses)
        {
            endpoint.Produces<T>(status, "application/json");
        }

        return endpoint;
    }

    /// <summary>Besides those that every endpoint can answer: 400, 401, 403, 429, 503.</summary>
    public static TBuilder Refuses<TBuilder>(this TBuilder endpoint, params int[] statuses)
        where TBuilder : IEndpointConventionBuilder
    {
        foreach (var status in statuses)
        {
            endpoint.WithMetadata(new ProducesResponseTypeMetadata(status, typeof(Problem), [Problem.ContentType]));
        }

        return endpoint;
    }

    /// <summary>Takes an <c>Idempotency-Key</c>.</summary>
    public static RouteHandlerBuilder Changes(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(new RequestHeader(IdempotencyKey.Header, "The same key and body again is the same command, and gets the same answer.")).Refuses(413, 415);

    /// <summary>A POST that changes nothing.</summary>
    public static RouteHandlerBuilder Reads(this RouteHandlerBuilder endpoint) => endpoint.Refuses(413, 415);

    public static RouteHandlerBuilder Versioned(this RouteHandlerBuilder endpoint) =>
        endpoint.WithMetadata(new RequestHeader("If-None-Match", "The entity tag of the version that the caller has: 304 when it still holds."), new ResponseTag()).Produces(StatusCodes.Status304NotModified);

    public static RouteHandlerBuilder Conditional(this RouteHandlerBuilder endpoint) =>
        endpoint.WithMetadata(new RequestHeader("If-Match", "The entity tag of the version that the change is meant for: 412 when it is not the current one."), new ResponseTag());
}

internal sealed record RequestHeader(string Name, string Description);

/// <summary>The answer has an <c>ETag</c>: the version in quotes.</summary>
internal sealed record ResponseTag;

/// <summary>The body is a form with one file.</summary>
internal sealed record FileParts;
