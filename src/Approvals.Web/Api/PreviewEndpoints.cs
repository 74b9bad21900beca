using Approvals.App;
using Approvals.Core.Requests;
using Approvals.Web.Identity;
using Approvals.Web.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Approvals.Web.Api;

/// <param name="ApprovedByPolicy">Why nobody has to approve, when nobody has to.</param>
internal sealed record PreviewView(string Title, IReadOnlyList<PreviewStepView> Steps, string? ApprovedByPolicy);

/// <param name="Because">One sentence for each rule that asks for this step.</param>
internal sealed record PreviewStepView(
    int Step, int Stage, string Name, string Role, string Quorum, IReadOnlyList<PreviewPersonView> People, IReadOnlyList<string> Because, string? SkippedBecause, DateTimeOffset? DueAtUtc);

internal sealed record PreviewPersonView(EmailAddress Mail, string Name, string? Note);

/// <summary>What would come of a form. Nothing is stored.</summary>
internal static class PreviewEndpoints
{
    public static void MapPreviews(this IEndpointRouteBuilder api)
    {
        api.MapPost("/requests/preview", PreviewAsync).WithTags("Requests").WithName("Preview").WithSummary("Who would have to approve, in which order, and why")
            .Answers<PreviewView>().Refuses(404, 422).Reads();
    }

    private static async Task<IResult> PreviewAsync(SubmitBody body, HttpContext context, RequestService service, CancellationToken ct) =>
        await service.PreviewAsync(context.Caller(), new SubmitForm(body.Topic, Texts.Fields(body.Fields), body.Beneficiary), ct) switch
        {
            PreviewAnswer.Chain chain => TypedResults.Ok(Of(chain)),
            PreviewAnswer.InvalidForm invalid => new ProblemResult(Answers.Of(invalid.Errors)),
            PreviewAnswer.RuleRefused refused => new ProblemResult(Answers.Of(refused.Rules)),
            PreviewAnswer.Refused refused => new ProblemResult(Answers.Of(refused.Refusal)),
            PreviewAnswer.UnknownTopic => new ProblemResult(Answers.UnknownTopic),
            var other => throw new System.Diagnostics.UnreachableException(other.GetType().Name),
        };

    private static PreviewView Of(PreviewAnswer.Chain chain) => new(
        chain.Title,
        [.. chain.Steps.Select(step => new PreviewStepView(
            step.Number, step.Stage, step.Name, step.Role, step.Quorum,
            [.. step.People.Select(person => new PreviewPersonView(person.Mail, person.Name, person.Note))], step.Because, step.SkippedBecause, step.DueAtUtc))],
        chain.ApprovedByPolicy);
}
