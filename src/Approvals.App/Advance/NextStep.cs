namespace Approvals.App.Advance;

/// <summary>What the alarm clock needs to know: whether the request is finished, and when to look at it again.</summary>
public readonly record struct NextStep(bool Closed, DateTimeOffset? DueAtUtc);
