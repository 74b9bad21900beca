using System.Collections.Immutable;
using Approvals.App.Ports;
using Approvals.App.Topics;
using Approvals.Core.Catalogue;
using Approvals.Core.Requests;
using Approvals.Web.Identity;
using Approvals.Web.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Approvals.Web.Api;

/// <param name="Verdict"><c>yes</c>, <c>info</c> (an answer that forbids nothing), <c>todo</c> (something comes first) or <c>no</c>.</param>
/// <param name="Reasons">The rules that decided it, the gravest first, and what to do.</param>
/// <param name="Parts">Each step or item of the check with what came of it; empty for a check of one part.</param>
/// <param name="Values">What was worked out from the fields, as people read it.</param>
internal sealed record CheckView(string Topic, int Version, string Verdict, IReadOnlyList<ReasonView> Reasons, IReadOnlyList<PartView> Parts, IReadOnlyList<ShownField> Values);

/// <param name="Guidance">Markdown.</param>
/// <param name="Next">A topic to go on to; null when there is none.</param>
internal sealed record ReasonView(string Rule, string Verdict, string Say, string Guidance, IReadOnlyList<TopicLink> Links, NextView? Next);

/// <param name="State">A verdict, <c>not-reached</c> or <c>does-not-apply</c>.</param>
internal sealed record PartView(string Id, string Title, string State);

/// <summary>Verdicts on a form, at once. Nothing is stored.</summary>
internal static class CheckEndpoints
{
    public static void MapChecks(this IEndpointRouteBuilder api) =>
        api.MapPost("/checks/{topic}", CheckAsync).WithTags("Topics").WithName("Check").WithSummary("The verdict of a topic on a form, and the rule that decided it")
            .Answers<CheckView>().Refuses(404, 422).Reads();

    private static async Task<IResult> CheckAsync(string topic, FieldsBody body, HttpContext context, TopicShelf shelf, IDirectory directory, TimeProvider clock, CancellationToken ct)
    {
        var (reader, fields) = (context.Caller().Mail, Texts.Fields(body.Fields));
        return await shelf.FindAsync(reader, topic, ct) switch
        {
            { Kind: TopicKind.Check } check => await shelf.CheckAsync(reader, check, fields, ct) switch
            {
                CheckOutcome.Invalid invalid => new ProblemResult(Answers.Invalid(invalid.Errors)),
                CheckOutcome.Judged judged => TypedResults.Ok(await OfAsync(check, judged, shelf, reader, ct)),
                var other => throw new System.Diagnostics.UnreachableException(other.GetType().Name),
            },
            // Of a request: whether a rule stands against it. One that says no is the answer here, not an error: that is what was asked.
            { Kind: TopicKind.Request } request => TopicEvaluator.Evaluate(request, fields, new EvaluationContext(clock.GetUtcNow(), await directory.ReaderAsync(reader, ct))) switch
            {
                Evaluation.Drafted => TypedResults.Ok(new CheckView(request.Id, request.Version, Spell(Verdict.Yes), [], [], [])),
                Evaluation.Refused refused => TypedResults.Ok(new CheckView(request.Id, request.Version, Spell(Verdict.No), [.. refused.Refusals.Select(Of)], [], [])),
                Evaluation.Invalid invalid => new ProblemResult(Answers.Of(invalid)),
                var other => throw new System.Diagnostics.UnreachableException(other.GetType().Name),
            },
            _ => new ProblemResult(Answers.UnknownTopic),
        };
    }

    private static async Task<CheckView> OfAsync(Topic check, CheckOutcome.Judged judged, TopicShelf shelf, EmailAddress reader, CancellationToken ct)
    {
        var reasons = ImmutableArray.CreateBuilder<ReasonView>(judged.Reasons.Length);
        foreach (var reason in judged.Reasons)
        {
            var next = await shelf.FollowAsync(reader, reason.Next, reason.Carried, ct);
            reasons.Add(new ReasonView(
                reason.Rule, Spell(reason.Verdict), reason.Say, reason.Guidance, reason.Links, next is null ? null : new NextView(next.Topic.Id, next.Say, next.Fields)));
        }

        return new CheckView(check.Id, check.Version, Spell(judged.Verdict), reasons.ToImmutable(), [.. judged.Parts.Select(Of)], judged.Values);
    }

    private static ReasonView Of(RuleRefusal refusal) =>
        new(refusal.Rule, Spell(Verdict.No), "", refusal.Guidance, refusal.Links, refusal.Next is { } next ? new NextView(next.Topic, next.Say, refusal.Carried) : null);

    private static PartView Of(PartOutcome part) => new(part.Id, part.Title, part.Verdict is { } verdict ? Spell(verdict) : part.Applies ? "not-reached" : "does-not-apply");

    private static string Spell(Verdict verdict) => verdict.ToString().ToLowerInvariant();
}
