namespace Approvals.App.Advance;

/// <summary>What the alarm clock needs to know: whether the request is finished, and when something is due.</summary>
/// <param name="DueAtUtc">Null: nothing is, until somebody decides. The look of every hour is the sweep's, for whom it costs least.</param>
public readonly record struct NextStep(bool Closed, DateTimeOffset? DueAtUtc);
