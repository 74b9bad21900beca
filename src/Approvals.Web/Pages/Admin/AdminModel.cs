using System.Collections.Immutable;
using Approvals.App;
using Approvals.App.Tickets;

namespace Approvals.Web.Pages.Admin;

public sealed record AdminModel(ImmutableArray<AbandonedEffect> Abandoned, string? Next, bool First)
{
    /// <summary>What was typed to verify, and what came of it.</summary>
    public string Verify { get; init; } = "";
    public ChainVerdict? Verdict { get; init; }
    public string? VerifyProblem { get; init; }

    /// <summary>The product's clock can be moved: in Development.</summary>
    public bool Clock { get; init; }
    public bool MayRetry { get; init; }

    /// <summary>The newest mails that reached nobody.</summary>
    public ImmutableArray<AbandonedEffect> Undelivered { get; init; } = [];

    /// <summary>The ways to the ticket systems, and what waits longest for each.</summary>
    public ImmutableArray<DeskStanding> Desks { get; init; } = [];

    /// <summary>The system of tickets that name none.</summary>
    public string DefaultSystem { get; init; } = "";

    internal string SystemOf(AbandonedEffect ticket) => ticket.System ?? DefaultSystem;
}
