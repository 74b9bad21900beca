using Approvals.Web.Pages.Errors;
using Approvals.Web.Pages.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Approvals.Web.Pages;

/// <summary>The answers that pages give.</summary>
internal static class Show
{
    public static RazorComponentResult<TPage> Page<TPage>(PageContext page, object model, int status = StatusCodes.Status200OK)
        where TPage : IComponent =>
        new(new Dictionary<string, object?> { ["Page"] = page, ["Model"] = model }) { StatusCode = status };

    public static IResult Message(PageContext page, int status, string title, string text, string? guidance = null) =>
        Page<MessagePage>(page, new MessageModel(title, text, guidance), status);

    public static IResult UnknownTopic(PageContext page) =>
        Message(page, StatusCodes.Status404NotFound, "There is no such topic", "It may have been renamed. Search for it among the topics.");

    /// <summary>After a form: the browser asks for this page with GET, and reloading it sends nothing again.</summary>
    public static IResult SeeOther(string path) => new Redirection(path);

    private sealed class Redirection(string path) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = path;
            return Task.CompletedTask;
        }
    }
}
