using Approvals.Core.Catalogue;
using Approvals.Core.Requests;

namespace Approvals.App.Mail;

/// <summary>What a reader should know before they decide, as labels and texts.</summary>
internal static class MailFacts
{
    public static IEnumerable<MailFact> AskedFor(MailContext context, MailOptions options)
    {
        yield return new("Requested by", context.FullName(context.Request.Requester));
        if (context.Request.Beneficiary is { } beneficiary)
        {
            yield return new("For", context.FullName(beneficiary));
        }

        foreach (var shown in context.Request.Content.Shown)
        {
            if (context.Request.Content.Fields.GetValueOrDefault(shown.Field) is FieldValue.Files files)
            {
                // Never the file itself: a mail is forwarded, and who opens the link signs in.
                foreach (var file in files.Values)
                {
                    yield return new(shown.Label, file.ToString(), options.FileUrl(context.Request.Id, file.Sha256));
                }
            }
            else
            {
                yield return new(shown.Label, shown.Text);
            }
        }
    }

    public static IEnumerable<MailFact> Question(MailContext context, StepState step, AssignmentState assignment)
    {
        yield return new("Step", step.Plan.Name);
        if (assignment.Assignee != context.Mail.To)
        {
            yield return new("You stand in for", context.FullName(assignment.Assignee));
        }

        if (!step.Plan.Because.IsEmpty)
        {
            yield return new("Why you are asked", string.Join('\n', step.Plan.Because));
        }

        yield return new("Answer by", context.Time(assignment.Assignment.Clock.DueAtUtc));
    }

    public static IEnumerable<MailFact> Approvals(MailContext context) =>
        from step in context.Request.Steps
        from assignment in step.Assignments
        where assignment.Status == AssignmentStatus.Approved && assignment is { DecidedBy: not null, DecidedAtUtc: not null }
        select new MailFact(step.Plan.Name, Approval(context, assignment));

    /// <summary>The fields that differ from the round before.</summary>
    public static IEnumerable<MailFact> Changes(MailContext context)
    {
        if (context.Before is not { } before)
        {
            yield break;
        }

        var old = before.Shown.ToDictionary(shown => shown.Field, StringComparer.Ordinal);
        foreach (var now in context.Request.Content.Shown)
        {
            var was = old.Remove(now.Field, out var earlier) ? earlier.Text : "";
            if (was != now.Text)
            {
                yield return new(now.Label, $"{Shown(was)} → {Shown(now.Text)}");
            }
        }

        foreach (var gone in before.Shown.Where(shown => old.ContainsKey(shown.Field)))
        {
            yield return new(gone.Label, $"{Shown(gone.Text)} → {Shown("")}");
        }
    }

    private static string Approval(MailContext context, AssignmentState assignment)
    {
        var by = assignment.DecidedBy!.Value;
        var standIn = by.Is(assignment.Assignee) ? "" : $" for {context.NameOf(assignment.Assignee)}";
        var comment = string.IsNullOrWhiteSpace(assignment.Comment) ? "" : $"\n“{assignment.Comment}”";
        return $"approved by {context.FullName(by)}{standIn}, {context.Time(assignment.DecidedAtUtc!.Value)}{comment}";
    }

    private static string Shown(string text) => text.Length == 0 ? "(empty)" : text;
}
