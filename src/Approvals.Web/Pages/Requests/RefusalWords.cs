using Approvals.Core.Requests;
using Approvals.Web.Api;
using Approvals.Web.Pages.Shared;
using Microsoft.AspNetCore.Http;

namespace Approvals.Web.Pages.Requests;

/// <summary>Why something was not done, with people named and times in the viewer's zone.</summary>
internal static class RefusalWords
{
    public static string Title(Refusal? why) => why switch
    {
        null => "Something is missing",
        Refusal.AlreadyDecided => "Somebody was faster",
        Refusal.Stale => "The request has changed since you saw it",
        Refusal.AlreadyClosed => "The request is closed",
        Refusal.NotYourStep => "This step waits for somebody else",
        Refusal.OwnRequest => "Nobody decides on their own request",
        Refusal.CommentRequired => "A comment is required",
        _ => "This could not be done",
    };

    public static string Say(Refusal? why, PageContext page) => why switch
    {
        null => "Fill in the reason and, where it is asked for, the mail address of a person. Nothing was changed.",
        Refusal.AlreadyDecided r => $"Step {r.Step} was {r.What} by {Name(r.By, page)} on {At(r.AtUtc, page)}. Nothing is left to decide there.",
        Refusal.AlreadyClosed r => $"The request was {r.Status} by {Name(r.By, page)} on {At(r.AtUtc, page)}. Nothing can change it any more.",
        Refusal.Stale r => $"It is now in round {r.Round}. What you see below is how it stands now: look again, then decide. Your comment is kept.",
        _ => why.Message,
    };

    public static int StatusOf(Refusal? why) => why is null ? StatusCodes.Status422UnprocessableEntity : Answers.Of(why).Status;

    private static string Name(string by, PageContext page) => EmailAddress.TryParse(by, out var mail) ? page.Names.Of(mail) : by == "system" ? "the desk itself" : by;

    private static string At(DateTimeOffset at, PageContext page) =>
        Times.LocalOf(at, page) is { } local ? $"{local} ({Times.UtcBeside(at, page)})" : Times.Utc(at);
}
