using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;

namespace Approvals.Web.Problems;

/// <summary>What a bare status means here.</summary>
internal static class StatusProblems
{
    private static readonly FrozenDictionary<int, Problem> Known = new Problem[]
    {
        new(StatusCodes.Status400BadRequest, "invalid-request", "The request is malformed."),
        new(StatusCodes.Status401Unauthorized, "not-signed-in", "Sign in first."),
        new(StatusCodes.Status403Forbidden, "not-allowed", "Your role does not allow this."),
        new(StatusCodes.Status404NotFound, "unknown-address", "There is nothing at this address."),
        new(StatusCodes.Status405MethodNotAllowed, "method-not-allowed", "This address does not take this method."),
        new(StatusCodes.Status408RequestTimeout, "too-slow", "The request took too long to arrive."),
        new(StatusCodes.Status413PayloadTooLarge, "too-large", "The body is too large."),
        new(StatusCodes.Status415UnsupportedMediaType, "unsupported-media-type", "Send the body as application/json."),
        new(StatusCodes.Status429TooManyRequests, "too-many-requests", "Too many requests. Wait a moment, then go on."),
        new(StatusCodes.Status500InternalServerError, "internal-error", "Something went wrong on our side. It is logged; tell an administrator the trace id if it lasts."),
        new(StatusCodes.Status503ServiceUnavailable, "unavailable", "The storage does not answer. Nothing was changed; try again in a moment."),
        new(StatusCodes.Status504GatewayTimeout, "timeout", "The answer took too long. Look whether it took effect before you try again."),
    }.ToFrozenDictionary(problem => problem.Status);

    public static Problem Of(int status) => Known.GetValueOrDefault(status) ?? new Problem(status, "error", "The request can not be answered.");
}
