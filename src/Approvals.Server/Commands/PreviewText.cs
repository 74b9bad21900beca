using System.Collections.Immutable;
using System.Text;
using Approvals.App;
using Approvals.Core.Catalogue;
using Approvals.Core.Requests;

namespace Approvals.Server.Commands;

/// <summary>A preview for people at a terminal.</summary>
internal static class PreviewText
{
    public static string Of(PreviewAnswer answer, EmailAddress requester)
    {
        var text = new StringBuilder();
        switch (answer)
        {
            case PreviewAnswer.Chain chain:
                text.AppendLine($"{chain.Title}, asked by {requester}");
                if (chain.ApprovedByPolicy is { } policy)
                {
                    text.AppendLine($"  Nobody is asked: {policy}");
                }

                foreach (var step in chain.Steps)
                {
                    Step(text, step, chain.Steps.Count(other => other.Stage == step.Stage) > 1);
                }

                break;
            case PreviewAnswer.InvalidForm invalid: Wrong(text, invalid.Errors.Errors); break;
            case PreviewAnswer.RuleRefused refused:
                foreach (var refusal in refused.Rules.Refusals)
                {
                    text.AppendLine($"Refused by '{refusal.Rule}': {refusal.Guidance}");
                }

                break;
            case PreviewAnswer.Refused refused: text.AppendLine($"Refused: {refused.Refusal.Message}"); break;
            case PreviewAnswer.UnknownTopic: text.AppendLine("The topic takes no requests."); break;
            default: throw new System.Diagnostics.UnreachableException();
        }

        return text.ToString();
    }

    public static string Of(CheckOutcome outcome)
    {
        var text = new StringBuilder();
        switch (outcome)
        {
            case CheckOutcome.Invalid invalid: Wrong(text, invalid.Errors); break;
            case CheckOutcome.Judged judged:
                text.AppendLine($"{judged.Verdict.ToString().ToLowerInvariant()}");
                foreach (var reason in judged.Reasons)
                {
                    text.AppendLine($"  because of '{reason.Rule}': {reason.Say}");
                }

                break;
            default: throw new System.Diagnostics.UnreachableException();
        }

        return text.ToString();
    }

    private static void Wrong(StringBuilder text, ImmutableSortedDictionary<string, ImmutableArray<string>> errors)
    {
        text.AppendLine("The form is not right:");
        foreach (var (field, messages) in errors)
        {
            text.AppendLine($"  {field}: {string.Join(' ', messages)}");
        }
    }

    private static void Step(StringBuilder text, PreviewStep step, bool together)
    {
        text.AppendLine($"  {step.Number}. {step.Name} ({step.Role}){(together ? $", together with the others of stage {step.Stage}" : "")}");
        if (step.SkippedBecause is { } skipped)
        {
            text.AppendLine($"       skipped: {skipped}");
        }

        foreach (var person in step.People)
        {
            text.AppendLine($"       {person.Name} <{person.Mail}>{(person.Note is { } note ? $", {note}" : "")}");
        }

        if (step.People.Length > 1)
        {
            text.AppendLine($"       {step.Quorum} of them");
        }

        foreach (var because in step.Because)
        {
            text.AppendLine($"       because: {because}");
        }
    }
}
