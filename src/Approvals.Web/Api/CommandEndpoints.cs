using Approvals.App;
using Approvals.Core.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Routing;

namespace Approvals.Web.Api;

/// <summary>All that people do with a request that is there.</summary>
internal static class CommandEndpoints
{
    public static void MapCommands(this IEndpointRouteBuilder api)
    {
        var one = api.MapGroup("/requests/{id}").WithTags("Requests");
        Command(one.MapPost("/decisions", DecideAsync), "Decide", "Approves, rejects or returns one step");
        Command(one.MapPost("/recall", RecallAsync), "Recall", "Takes the request back for editing");
        Command(one.MapPost("/resubmit", ResubmitAsync), "Resubmit", "Sends the edited request round again");
        Command(one.MapPost("/cancel", CancelAsync), "Cancel", "Ends the request, also an approved one whose ticket is outstanding: none is raised then, and one that is there is told");
        Command(one.MapPost("/comments", CommentAsync), "Comment", "Says something to everybody who takes part");
        Command(one.MapPost("/nudge", NudgeAsync), "Nudge", "Asks the open approvers once more");
        Command(one.MapPost("/snooze", SnoozeAsync), "Snooze", "Puts the caller's own reminders off, at the latest until the step is due");
        Command(one.MapPost("/reassign", ReassignAsync), "Reassign", "Gives one person's say to another");
        Command(one.MapPost("/approvers", AddApproverAsync), "AddApprover", "Asks one more person in a step");
        Command(one.MapPost("/override", OverrideAsync), "Override", "Decides a step instead of the people asked");
    }

    private static void Command(RouteHandlerBuilder endpoint, string name, string summary) =>
        endpoint.WithName(name).WithSummary(summary).Answers<RequestView>().Refuses(404, 409, 412, 422).Changes().Conditional();

    private static Task<IResult> DecideAsync(string id, DecisionBody body, HttpContext context, RequestDoor door, CancellationToken ct)
    {
        var sight = new Sight(body.Round, body.Step, body.SeenVersion);
        var comment = Texts.Remark(body.Comment, "comment");
        Command command = body.Decision switch
        {
            Decision.Approve => new Command.Approve(sight, comment, Channel.Api) { At = default, CommandId = "", By = default },
            Decision.Reject => new Command.Reject(sight, comment, Channel.Api) { At = default, CommandId = "", By = default },
            Decision.Return => new Command.Return(sight, comment, Channel.Api) { At = default, CommandId = "", By = default },
            _ => throw new System.Diagnostics.UnreachableException(body.Decision.ToString()),
        };
        return door.ExecuteAsync(context, id, command, ct);
    }

    private static Task<IResult> RecallAsync(string id, [FromBody(EmptyBodyBehavior = EmptyBodyBehavior.Allow)] ReasonBody? body, HttpContext context, RequestDoor door, CancellationToken ct) =>
        door.ExecuteAsync(context, id, new Command.Recall(Texts.Remark(body?.Reason, "reason")) { At = default, CommandId = "", By = default }, ct);

    private static Task<IResult> CancelAsync(string id, [FromBody(EmptyBodyBehavior = EmptyBodyBehavior.Allow)] ReasonBody? body, HttpContext context, RequestDoor door, CancellationToken ct) =>
        door.ExecuteAsync(context, id, new Command.Cancel(Texts.Remark(body?.Reason, "reason")) { At = default, CommandId = "", By = default }, ct);

    private static Task<IResult> ResubmitAsync(string id, FieldsBody body, HttpContext context, RequestDoor door, RequestService service, CancellationToken ct)
    {
        var fields = Texts.Fields(body.Fields);
        return door.RunAsync(context, id, (caller, known, key) => service.ResubmitAsync(caller, known, fields, key, ct), lookFirst: false, ct);
    }

    private static Task<IResult> CommentAsync(string id, CommentBody body, HttpContext context, RequestDoor door, CancellationToken ct) =>
        door.ExecuteAsync(context, id, new Command.Comment(Texts.Required(body.Text, "text")) { At = default, CommandId = "", By = default }, ct);

    private static Task<IResult> NudgeAsync(string id, HttpContext context, RequestDoor door, CancellationToken ct) =>
        door.ExecuteAsync(context, id, new Command.Nudge { At = default, CommandId = "", By = default }, ct);

    private static Task<IResult> SnoozeAsync(string id, SnoozeBody body, HttpContext context, RequestDoor door, CancellationToken ct) =>
        door.ExecuteAsync(context, id, new Command.Snooze(body.Step, body.Until.ToUniversalTime()) { At = default, CommandId = "", By = default }, ct);

    private static Task<IResult> ReassignAsync(string id, ReassignBody body, HttpContext context, RequestDoor door, CancellationToken ct) =>
        door.ExecuteAsync(context, id, new Command.Reassign(body.Step, body.From, body.To, Texts.Required(body.Reason, "reason")) { At = default, CommandId = "", By = default }, ct);

    private static Task<IResult> AddApproverAsync(string id, AddApproverBody body, HttpContext context, RequestDoor door, CancellationToken ct) =>
        door.ExecuteAsync(context, id, new Command.AddApprover(body.Step, body.Add, Texts.Required(body.Reason, "reason")) { At = default, CommandId = "", By = default }, ct);

    private static Task<IResult> OverrideAsync(string id, OverrideBody body, HttpContext context, RequestDoor door, CancellationToken ct)
    {
        var decision = body.Decision == OverrideChoice.Approve ? OverrideDecision.Approve : OverrideDecision.Reject;
        return door.ExecuteAsync(context, id, new Command.Override(body.Step, decision, Texts.Required(body.Reason, "reason")) { At = default, CommandId = "", By = default }, ct);
    }
}
