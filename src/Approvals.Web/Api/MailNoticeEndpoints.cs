using Approvals.App.Ports;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Approvals.Web.Api;

/// <summary>Where Microsoft Graph calls when there may be new mail. It is answered as soon as what it said is kept; the mailbox is read after that.</summary>
internal static class MailNoticeEndpoints
{
    private const int LongestToken = 4_096;

    public static void MapMailNotices(this IEndpointRouteBuilder api) =>
        api.MapPost("/graph/notifications", HearAsync).AllowAnonymous().WithTags("Mail").WithName("HearOfMail")
            .WithSummary("For Microsoft Graph: there may be new mail, or a subscription needs care. Its secret is the right to call. With validationToken, the token comes back as plain text")
            .Produces<string>(StatusCodes.Status200OK, "text/plain").Produces(StatusCodes.Status202Accepted).Refuses(404, 413).DisableRequestTimeout();

    private static async Task<IResult> HearAsync(HttpContext context, [FromQuery] string? validationToken, IServiceProvider services, CancellationToken ct)
    {
        if (services.GetService<IMailNotices>() is not { } notices)
        {
            return TypedResults.NotFound();
        }

        if (validationToken is not null)
        {
            return validationToken.Length is > 0 and <= LongestToken ? TypedResults.Text(validationToken, "text/plain") : TypedResults.BadRequest();
        }

        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, ct);
        if (!await notices.HearAsync(body.ToArray(), ct))
        {
            return TypedResults.Unauthorized();
        }

        context.Response.StatusCode = StatusCodes.Status202Accepted;
        await context.Response.CompleteAsync();
        await CollectAsync(services);
        return TypedResults.Empty;
    }

    // What is not read now is found by the next look, every minute.
    private static async Task CollectAsync(IServiceProvider services)
    {
        try
        {
            await services.GetRequiredService<IMailIntake>().CollectAsync(services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
        }
        catch (Exception e) when (e is MailIntakeException or StoreUnavailableException or OperationCanceledException)
        {
            return;
        }
    }
}
