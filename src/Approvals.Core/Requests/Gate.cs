namespace Approvals.Core.Requests;

/// <summary>The last look before tickets: every step was skipped by policy, overridden, or approved by enough people for the content as it is now.</summary>
public static class Gate
{
    /// <summary>What is wrong; null when the request may pass.</summary>
    public static string? Problem(Request request)
    {
        if (request.Content.Hash(request.Policy.RelevantFields) != request.ContentHash)
        {
            return "The content does not match its hash.";
        }

        foreach (var step in request.Steps)
        {
            var passed = step.Status switch
            {
                StepStatus.SkippedByPolicy => true,
                StepStatus.Approved => step.OverriddenBy is not null || step.ApprovedSlotsFor(request.ContentHash) >= step.Needed,
                StepStatus.Waiting or StepStatus.Open or StepStatus.Rejected or StepStatus.Returned or StepStatus.Closed => false,
                _ => throw new System.Diagnostics.UnreachableException(step.Status.ToString()),
            };
            if (!passed)
            {
                return $"Step {step.Plan.Number} is not approved for the content as it is now.";
            }
        }

        return null;
    }
}
