namespace Approvals.Core.Requests;

/// <summary>
/// How many people one round may ask. A decision that asks the next of them, or tells all of them that they are not asked any more, is one append,
/// and every store takes at most 100 rows in one.
/// </summary>
public static class Crowd
{
    /// <summary>In all steps of a chain together, when it is submitted.</summary>
    public const int MostAsked = 60;

    // With those who are brought in later: by escalation, by hand, as stand-ins.
    private const int MostInRound = 70;

    /// <summary>Null when the chain asks few enough.</summary>
    internal static Refusal? Problem(int asked) => asked > MostAsked ? new Refusal.TooManyApprovers(asked, MostAsked) : null;

    internal static Refusal? Problem(Request request, int more) => In(request) + more > MostInRound ? new Refusal.TooManyApprovers(In(request) + more, MostInRound) : null;

    internal static bool HasRoom(Request request) => In(request) < MostInRound;

    private static int In(Request request) => request.Steps.Sum(step => step.Assignments.Length + step.Assignments.Count(a => a.StandIn is not null));
}
