using System.Collections.Immutable;
using System.Diagnostics;
using Approvals.App;
using Approvals.Core.Catalogue;
using Approvals.Core.Requests;
using Approvals.Web.Problems;
using static Microsoft.AspNetCore.Http.StatusCodes;

namespace Approvals.Web.Api;

/// <summary>What an answer of the product is over HTTP. The one table of its kind.</summary>
internal static class Answers
{
    public static readonly Problem UnknownRequest = Of(new Refusal.UnknownRequest());
    public static readonly Problem UnknownTopic = new(Status404NotFound, "unknown-topic", "There is no such topic. Look at /api/topics for those there are.");

    private static readonly Problem KeyReused = new(
        Status409Conflict, "idempotency-key-reused", "This Idempotency-Key was used before, for something else. Use a new one for each new thing.");

    /// <summary>Null for an answer that is no problem.</summary>
    public static Problem? Problem(Answer answer) => answer switch
    {
        Answer.Done => null,
        Answer.Refused refused => Of(refused.Refusal),
        Answer.InvalidForm invalid => Of(invalid.Errors),
        Answer.RuleRefused refused => Of(refused.Rules),
        Answer.UnknownTopic => UnknownTopic,
        Answer.KeyReused => KeyReused,
        _ => throw new UnreachableException(answer.GetType().Name),
    };

    public static Problem Of(Evaluation.Invalid invalid) => Invalid(invalid.Errors);

    public static Problem Invalid(ImmutableSortedDictionary<string, ImmutableArray<string>> errors) => new(Status422UnprocessableEntity, "invalid-fields", "Some fields are wrong.")
    {
        Errors = errors.ToDictionary(error => error.Key, error => error.Value.ToArray()),
    };

    public static Problem Of(Evaluation.Refused refused) => new(Status422UnprocessableEntity, "refused", "A rule of this topic says no. Its guidance says what to do instead.")
    {
        Guidance = string.Join("\n\n", refused.Refusals.Select(refusal => refusal.Guidance)),
        Refusals = Refusals(refused.Refusals),
    };

    public static IReadOnlyList<RefusedBy> Refusals(ImmutableArray<RuleRefusal> refusals) =>
        [.. refusals.Select(refusal => new RefusedBy(
            refusal.Rule, refusal.Guidance, refusal.Links, refusal.Next is { } next ? new NextView(next.Topic, next.Say, refusal.Carried) : null, refusal.Because?.Value))];

    public static Problem Of(Refusal refusal)
    {
        var problem = new Problem(StatusOf(refusal), refusal.Code, refusal.Message);
        return refusal switch
        {
            Refusal.AlreadyDecided decided => problem with { By = decided.By, What = decided.What, AtUtc = decided.AtUtc },
            Refusal.AlreadyClosed closed => problem with { By = closed.By, What = closed.Status, AtUtc = closed.AtUtc },
            Refusal.Stale stale => problem with { Round = stale.Round, Version = stale.Version },
            Refusal.TooSoon soon => problem with { AtUtc = soon.AgainAtUtc },
            _ => problem,
        };
    }

    private static int StatusOf(Refusal refusal) => refusal switch
    {
        Refusal.UnknownRequest or Refusal.UnknownStep or Refusal.UnknownEffect => Status404NotFound,
        Refusal.NotYourStep or Refusal.OwnRequest or Refusal.NotAllowed => Status403Forbidden,
        Refusal.AlreadyDecided or Refusal.Stale or Refusal.AlreadyClosed or Refusal.NotOpen or Refusal.TooSoon or Refusal.NotUnique => Status409Conflict,
        Refusal.CommentRequired or Refusal.NoApprover or Refusal.NotEligible or Refusal.TooManyApprovers or Refusal.OutOfTime => Status422UnprocessableEntity,
        _ => throw new UnreachableException(refusal.GetType().Name),
    };
}
