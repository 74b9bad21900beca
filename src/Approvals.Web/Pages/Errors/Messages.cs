using Approvals.Web.Problems;
using Microsoft.AspNetCore.Http;

namespace Approvals.Web.Pages.Errors;

/// <summary>Problems as a person is told of them.</summary>
internal static class Messages
{
    public static MessageModel Of(Problem problem) => new(TitleOf(problem.Status), problem.Title, problem.Guidance, problem.Status >= StatusCodes.Status500InternalServerError ? problem.TraceId : null);

    private static string TitleOf(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => "Sign in first",
        StatusCodes.Status403Forbidden => "This is not for you",
        StatusCodes.Status404NotFound => "There is nothing here",
        StatusCodes.Status405MethodNotAllowed => "That does not work here",
        StatusCodes.Status413PayloadTooLarge => "That is too much at once",
        StatusCodes.Status429TooManyRequests => "A little slower, please",
        StatusCodes.Status503ServiceUnavailable or StatusCodes.Status504GatewayTimeout => "Back in a moment",
        >= StatusCodes.Status500InternalServerError => "Something went wrong on our side",
        _ => "That could not be read",
    };
}
