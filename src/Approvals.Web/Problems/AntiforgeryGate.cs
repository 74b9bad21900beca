using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;

namespace Approvals.Web.Problems;

/// <summary>Stops a form without a valid token here, also where the endpoint reads no field of it.</summary>
internal sealed class AntiforgeryGate(RequestDelegate next)
{
    public static readonly Problem Refusal = new(
        StatusCodes.Status400BadRequest, "invalid-form-token", "The form is too old or was not opened here. Go back, reload the page and send it again.");

    public Task InvokeAsync(HttpContext context) =>
        context.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false } feature ? ProblemWriter.WriteAsync(context, Of(feature.Error)) : next(context);

    // The token is in the body: of one that could not be read nobody knows whether it had one.
    private static Problem Of(Exception? error) => error?.InnerException switch
    {
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => new Problem(StatusCodes.Status413PayloadTooLarge, "too-large", "What you sent is too large. Go back and attach smaller files."),
        IOException => new Problem(StatusCodes.Status400BadRequest, "invalid-request", "The form did not arrive whole. Go back and send it again."),
        _ => Refusal,
    };
}
