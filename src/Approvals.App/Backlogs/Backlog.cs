using System.Collections.Immutable;
using Approvals.Core.Requests;

namespace Approvals.App.Backlogs;

/// <summary>What waits for people: how much, how long, and where it piles up.</summary>
/// <param name="Requests">How many requests wait for somebody.</param>
/// <param name="Late">How many of them wait for somebody whose time is over.</param>
/// <param name="IsWhole">False: somebody has more than is counted for one person, so all numbers are "at least".</param>
/// <param name="Steps">The most late first, then the longest waiting.</param>
/// <param name="People">In the same order. A step that any of three may answer waits for each of them.</param>
public sealed record Backlog(int Requests, int Late, bool IsWhole, ImmutableArray<StepBacklog> Steps, ImmutableArray<PersonBacklog> People);

/// <param name="Topic">The id of the topic.</param>
/// <param name="Step">The name of the step.</param>
public sealed record StepBacklog(string Topic, string Step, Tally Tally);

public sealed record PersonBacklog(EmailAddress Person, Tally Tally);

/// <param name="ByAge">How many of <paramref name="Waiting"/> wait how long, in the order of <see cref="Ages.Names"/>.</param>
public sealed record Tally(int Waiting, int Late, ImmutableArray<int> ByAge, InboxItem Longest);
