namespace Approvals.Bench.Load;

/// <summary>What somebody answers by mail, and what must come of it.</summary>
/// <param name="Outcome">As the server names it.</param>
/// <param name="Event">The type of the event that it leaves; null: nothing changes.</param>
/// <param name="Words">The answer itself, above the quoted original.</param>
internal sealed record ReplyKind(string Outcome, string? Event, string Words)
{
    private static readonly ReplyKind Approve = new("approved", "step-approved.v1", "APPROVE\nFine with me, the customer pays on time.");
    private static readonly ReplyKind Reject = new("rejected", "step-rejected.v1", "Rejected.\nNot at this discount, please come back in the new quarter.");
    private static readonly ReplyKind Return = new("returned", "step-returned.v1", "return\nWhich customer policy is it? Please attach it.");
    private static readonly ReplyKind Unclear = new("unclear", null, "Looks good to me, please go on.");
    private static readonly ReplyKind Forged = new("sender-not-verified", null, "APPROVE") { IsForged = true };
    private static readonly ReplyKind OfAnother = new("not-your-step", null, "APPROVE") { IsOfAnother = true };
    private static readonly ReplyKind Automatic = new("automatic", null, "APPROVE") { IsAutomatic = true };

    // Of twenty mails sixteen decide.
    private static readonly ReplyKind[] Turns =
        [.. Enumerable.Repeat(Approve, 6), Reject, Unclear, Return, Forged, .. Enumerable.Repeat(Approve, 6), Reject, OfAnother, Return, Automatic];

    public static IReadOnlyList<ReplyKind> All { get; } = [.. Turns.Distinct()];

    public bool IsForged { get; private init; }
    public bool IsOfAnother { get; private init; }
    public bool IsAutomatic { get; private init; }

    public bool Decides => Event is not null;

    /// <summary>Whether a polite answer is sent.</summary>
    public bool IsAnswered => !Decides && !IsAutomatic;

    public static ReplyKind Of(int number) => Turns[number % Turns.Length];
}
