using Approvals.App;
using Approvals.Core.Requests;
using Approvals.Web.Identity;
using Approvals.Web.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Approvals.Web.Api;

/// <summary>
/// The way to one request. Somebody who may not read it gets the answer of a request that is not there: whether it exists is not theirs to know.
/// </summary>
internal sealed class RequestDoor(RequestService service, RequestQueries queries, RequestViews views)
{
    /// <summary>Null: there is none for this caller.</summary>
    public async Task<RequestState?> FindAsync(Caller caller, string id, CancellationToken ct) =>
        RequestId.TryParse(id, out var known) && await queries.FindAsync(known, ct) is { Facts: not null } state && await queries.MayReadAsync(caller, state, ct)
            ? state
            : null;

    public async Task<IResult> ViewAsync(HttpContext context, RequestState state, CancellationToken ct)
    {
        var version = Versions.Tag(state);
        Versions.Mark(context.Response, version);
        return Versions.IsKnown(context.Request, version)
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : TypedResults.Ok(await views.OfAsync(context.Caller(), state, ct));
    }

    public Task<IResult> ExecuteAsync(HttpContext context, string id, Command command, CancellationToken ct) =>
        RunAsync(context, id, (caller, known, key) => service.ExecuteAsync(caller, known, command, key, ct), lookFirst: command is Command.Comment, ct);

    /// <param name="lookFirst">The command itself asks nobody for a right, so the right to read is asked for before it.</param>
    public async Task<IResult> RunAsync(HttpContext context, string id, Func<Caller, RequestId, string?, Task<Answer>> run, bool lookFirst, CancellationToken ct)
    {
        var caller = context.Caller();
        if (!RequestId.TryParse(id, out var known))
        {
            return new ProblemResult(Answers.UnknownRequest);
        }

        var ifMatch = context.Request.Headers.ContainsKey(HeaderNames.IfMatch);
        if (lookFirst || ifMatch)
        {
            if (await FindAsync(caller, id, ct) is not { } before)
            {
                return new ProblemResult(Answers.UnknownRequest);
            }

            if (ifMatch && !Versions.Matches(context.Request, Versions.Tag(before)))
            {
                return new ProblemResult(Versions.Stale(before));
            }
        }

        var answer = await run(caller, known, IdempotencyKey.Of(context.Request));
        var after = answer is Answer.Done done ? done.State : await queries.FindAsync(known, ct);
        if (after?.Facts is null || !await queries.MayReadAsync(caller, after, ct))
        {
            return new ProblemResult(Answers.UnknownRequest);
        }

        if (Answers.Problem(answer) is { } problem)
        {
            return new ProblemResult(problem);
        }

        Versions.Mark(context.Response, Versions.Tag(after));
        return TypedResults.Ok(await views.OfAsync(caller, after, ct));
    }
}
