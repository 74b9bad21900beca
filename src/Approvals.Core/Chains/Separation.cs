using System.Collections.Immutable;
using Approvals.Core.Requests;

namespace Approvals.Core.Chains;

/// <summary>Separation of duties: nobody has a say in what they ask for or profit from, nor does anyone who stands in for them.</summary>
public static class Separation
{
    /// <summary>Why this person is kept out of a request of these parties; null when they are not.</summary>
    public static string? WhyBarred(EmailAddress person, EmailAddress requester, EmailAddress? beneficiary, ImmutableArray<Delegation> delegations, DateTimeOffset at)
    {
        if (person.IsSamePersonAs(requester))
        {
            return $"{person} asked for it";
        }

        if (beneficiary is { } profits && person.IsSamePersonAs(profits))
        {
            return $"it is made for {person}";
        }

        foreach (var delegation in delegations)
        {
            if (delegation.IsActive(at) && delegation.Delegate.IsSamePersonAs(person)
                && (delegation.Delegator.IsSamePersonAs(requester) || (beneficiary is { } b && delegation.Delegator.IsSamePersonAs(b))))
            {
                return $"{person} stands in for {delegation.Delegator}";
            }
        }

        return null;
    }

    internal static string? WhyBarred(this Request request, EmailAddress person, Command command) =>
        WhyBarred(person, request.Requester, request.Beneficiary, command.Facts.Delegations, command.At);
}
