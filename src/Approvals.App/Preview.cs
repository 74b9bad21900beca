using System.Collections.Immutable;
using Approvals.App.Ports;
using Approvals.Core.Chains;
using Approvals.Core.Requests;

namespace Approvals.App;

/// <summary>Shows a chain before it starts: the same assignment of people that the submission would make.</summary>
internal static class Preview
{
    public static async Task<PreviewAnswer> OfAsync(
        Draft draft, EmailAddress requester, EmailAddress? beneficiary, Facts facts, DateTimeOffset at, IDirectory directory, CancellationToken ct)
    {
        var steps = ImmutableArray.CreateBuilder<PreviewStep>();
        var asked = 0;
        var firstStage = draft.Chain.Where(plan => plan.SkippedBecause is null).Select(plan => plan.Stage).DefaultIfEmpty().Min();
        foreach (var plan in draft.Chain)
        {
            if (plan.SkippedBecause is not null)
            {
                steps.Add(Step(plan, [], null));
                continue;
            }

            if (Assigning.Assign(plan, requester, beneficiary, facts, at) is not { } assigned)
            {
                return new PreviewAnswer.Refused(new Refusal.NoApprover(plan.Name));
            }

            var people = ImmutableArray.CreateBuilder<PreviewPerson>();
            foreach (var assignment in assigned.Assignments)
            {
                people.Add(new PreviewPerson(assignment.Assignee, await NameAsync(assignment.Assignee, directory, ct), await NoteAsync(assignment, directory, ct)));
            }

            asked += assigned.Assignments.Length;
            if (asked > Crowd.MostAsked)
            {
                return new PreviewAnswer.Refused(new Refusal.TooManyApprovers(asked, Crowd.MostAsked));
            }

            // Later steps start when the ones before are done: their time can not be known yet.
            steps.Add(Step(plan, people.ToImmutable(), plan.Stage == firstStage ? assigned.Assignments.Max(a => a.Clock.DueAtUtc) : null));
        }

        return new PreviewAnswer.Chain(draft.Title, steps.ToImmutable(), draft.Chain.All(plan => plan.SkippedBecause is not null) ? draft.Policy.ApprovedBecause : null);
    }

    private static PreviewStep Step(StepPlan plan, ImmutableArray<PreviewPerson> people, DateTimeOffset? dueAtUtc) =>
        new(plan.Number, plan.Stage, plan.Name, plan.Role.ToString(), plan.Quorum.ToString(), people, plan.Because, plan.SkippedBecause, dueAtUtc);

    private static async ValueTask<string?> NoteAsync(Assignment assignment, IDirectory directory, CancellationToken ct) => (assignment.Reason, assignment.OnBehalfOf) switch
    {
        (AssignmentReason.SteppedUp, { } whose) => $"instead of {await NameAsync(whose, directory, ct)}, who can not decide on this request",
        (AssignmentReason.SteppedUp, null) => "because nobody holds the role now",
        _ => null,
    };

    private static async ValueTask<string> NameAsync(EmailAddress mail, IDirectory directory, CancellationToken ct) =>
        (await directory.FindAsync(mail, ct))?.Name ?? mail.Value;
}
