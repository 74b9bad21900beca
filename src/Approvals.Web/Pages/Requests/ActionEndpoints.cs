using Approvals.App;
using Approvals.Core.Requests;
using Approvals.Web.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Approvals.Web.Pages.Requests;

/// <summary>What people do with a request by its page. Each is a form, and ends at the page again.</summary>
internal static class ActionEndpoints
{
    public static void MapActions(this IEndpointRouteBuilder routes)
    {
        Map("decide", form => Decision(form, Posted.Number(form, "round"), Posted.Number(form, "step")), "comment");
        Map("recall", form => new Command.Recall(Posted.Remark(form, "reason")) { At = default, CommandId = "", By = default });
        Map("cancel", form => new Command.Cancel(Posted.Remark(form, "reason")) { At = default, CommandId = "", By = default });
        Map("nudge", _ => new Command.Nudge { At = default, CommandId = "", By = default });
        Map("comment", form => Posted.Remark(form, "text") is { } text ? new Command.Comment(text) { At = default, CommandId = "", By = default } : null, "text");
        Map("snooze", Snooze);
        Map("reassign", Reassign);
        Map("add-approver", AddApprover);
        Map("override", Override);

        void Map(string action, Func<IFormCollection, Command?> read, string words = "reason") =>
            routes.MapPost($"/requests/{{id}}/{action}", (string id, HttpContext context, RequestService service, RequestPages pages, CancellationToken ct) =>
                ActAsync(id, action, read, words, context, service, pages, ct));
    }

    /// <summary>Null: the form names no decision.</summary>
    public static Command? Decision(IFormCollection form, int round, int step)
    {
        var sight = new Sight(round, step, Posted.Version(form));
        var comment = Posted.Remark(form, "comment");
        return form["decision"].ToString() switch
        {
            "approve" => new Command.Approve(sight, comment, Channel.Web) { At = default, CommandId = "", By = default },
            "reject" => new Command.Reject(sight, comment, Channel.Web) { At = default, CommandId = "", By = default },
            "return" => new Command.Return(sight, comment, Channel.Web) { At = default, CommandId = "", By = default },
            _ => null,
        };
    }

    private static Command.Snooze? Snooze(IFormCollection form) => SnoozeChoices.Read(form["until"]) is { } until
        ? new Command.Snooze(Posted.Number(form, "step"), until) { At = default, CommandId = "", By = default }
        : null;

    private static Command.Reassign? Reassign(IFormCollection form) =>
        Posted.Mail(form, "from") is { } from && Posted.Mail(form, "to") is { } to && Posted.Remark(form, "reason") is { } reason
            ? new Command.Reassign(Posted.Number(form, "step"), from, to, reason) { At = default, CommandId = "", By = default }
            : null;

    private static Command.AddApprover? AddApprover(IFormCollection form) =>
        Posted.Mail(form, "add") is { } add && Posted.Remark(form, "reason") is { } reason
            ? new Command.AddApprover(Posted.Number(form, "step"), add, reason) { At = default, CommandId = "", By = default }
            : null;

    private static Command.Override? Override(IFormCollection form) =>
        form["decision"].ToString() is "approve" or "reject" && Posted.Remark(form, "reason") is { } reason
            ? new Command.Override(
                Posted.Number(form, "step"), form["decision"] == "approve" ? OverrideDecision.Approve : OverrideDecision.Reject, reason)
            { At = default, CommandId = "", By = default }
            : null;

    private static async Task<IResult> ActAsync(
        string id, string action, Func<IFormCollection, Command?> read, string words, HttpContext context, RequestService service, RequestPages pages, CancellationToken ct)
    {
        var caller = context.Caller();
        if (await pages.FindAsync(caller, id, ct) is not { } before)
        {
            return await pages.NotYoursAsync(context, ct);
        }

        var form = await context.Request.ReadFormAsync(ct);
        if (read(form) is not { } command)
        {
            return await pages.ShowAsync(context, before, new Refused(null, action, form[words].ToString()), ct);
        }

        var answer = await service.ExecuteAsync(caller, before.Facts!.Id, command, Posted.Key(form), ct);
        if (answer is Answer.Refused refused)
        {
            var now = await pages.FindAsync(caller, id, ct);
            return now is null ? await pages.NotYoursAsync(context, ct) : await pages.ShowAsync(context, now, new Refused(refused.Refusal, action, form[words].ToString()), ct);
        }

        // A key that was used for something else can only come from a page that was left open: what it shows is old either way.
        var done = answer is Answer.Done { Repeated: false } ? action == "decide" ? form["decision"].ToString() : action : "again";
        return Show.SeeOther($"/requests/{before.Facts.Id}?done={done}");
    }
}
