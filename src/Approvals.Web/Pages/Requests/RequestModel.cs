using System.Collections.Immutable;
using Approvals.App;
using Approvals.App.Ports;
using Approvals.Core.Catalogue;
using Approvals.Core.Effects;
using Approvals.Core.Requests;

namespace Approvals.Web.Pages.Requests;

/// <summary>All that the page of a request shows.</summary>
public sealed record RequestModel
{
    public required Request Request { get; init; }
    public required string Status { get; init; }
    public required string TopicTitle { get; init; }

    /// <summary>Who ended it and when; null while it is not closed.</summary>
    public (Actor By, DateTimeOffset At)? Closed { get; init; }
    public required ImmutableArray<AllowedAction> Actions { get; init; }
    public required ImmutableArray<TimelineEntry> Timeline { get; init; }
    public required ImmutableArray<ContentLine> Lines { get; init; }
    public required ImmutableArray<SentMail> Mails { get; init; }

    /// <summary>What came in by mail and what came of it, the newest first.</summary>
    public ImmutableArray<ReceivedMail> Received { get; init; } = [];
    public ChainVerdict? Verdict { get; init; }
    public string LastHash { get; init; } = "";

    /// <summary>What the person tried and was refused, with their words kept.</summary>
    public Refused? Refused { get; init; }

    public bool May(string action) => Actions.Any(allowed => allowed.Name == action);

    public IEnumerable<int> StepsFor(string action) => Actions.Where(allowed => allowed.Name == action && allowed.Step is not null).Select(allowed => allowed.Step!.Value);

    public IEnumerable<StepState> OpenSteps => Request.Steps.Where(step => step.Status == StepStatus.Open);

    public IEnumerable<(StepState Step, AssignmentState Assignment)> OpenAssignments =>
        from step in OpenSteps
        from assignment in step.Assignments
        where assignment.IsOpen
        select (step, assignment);
}

/// <param name="Before">What it was in the round before, when it has changed; empty when it is new.</param>
public sealed record ContentLine(string Label, string? Text, string? Before)
{
    public bool Changed => Before is not null;

    /// <summary>When the line is about files: those that are attached now.</summary>
    public ImmutableArray<FileRef> Files { get; init; } = [];
}

public sealed record SentMail(EmailAddress To, MailKind Kind, DateTimeOffset At);

/// <param name="Why">Null: the form lacked something.</param>
/// <param name="Words">What they had written, so that it is not lost.</param>
public sealed record Refused(Refusal? Why, string Action, string Words);
