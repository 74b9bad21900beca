using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;

namespace Approvals.Web.Problems;

/// <summary>Stops a form without a valid token here, also where the endpoint reads no field of it.</summary>
internal sealed class AntiforgeryGate(RequestDelegate next)
{
    public static readonly Problem Refusal = new(
        StatusCodes.Status400BadRequest, "invalid-form-token", "The form is too old or was not opened here. Go back, reload the page and send it again.");

    public Task InvokeAsync(HttpContext context) =>
        context.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false } ? ProblemWriter.WriteAsync(context, Refusal) : next(context);
}
