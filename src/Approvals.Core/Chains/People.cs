using System.Collections.Immutable;
using Approvals.Core.Calendars;
using Approvals.Core.Requests;

namespace Approvals.Core.Chains;

/// <summary>What the directory says of a person.</summary>
public sealed record Person
{
    public required EmailAddress Mail { get; init; }

    /// <summary>Further addresses of the mailbox of <see cref="Mail"/>, as far as the directory vouches that they reach nobody else: mails from them are theirs. No sign-in names.</summary>
    public ImmutableArray<EmailAddress> Aliases { get; init; } = [];
    public required string Name { get; init; }
    public EmailAddress? Manager { get; init; }

    /// <summary>The part of the organisation they belong to; rules may ask for the requester's.</summary>
    public string? Region { get; init; }
    public required BusinessCalendar Calendar { get; init; }

    /// <summary>What they do, in the organisation's words.</summary>
    public string? Title { get; init; }

    /// <summary>The roles that they hold, in any scope, as far as the directory knows.</summary>
    public ImmutableArray<string> Roles { get; init; } = [];

    /// <summary>They do not belong to the organisation: what is for its own people is not shown to them.</summary>
    public bool External { get; init; }

    /// <summary>False when the person has left: they are never assigned.</summary>
    public bool Active { get; init; } = true;

    /// <summary>When they are out of office, as far as is known: past and future ones do no harm.</summary>
    public ImmutableArray<Absence> Absences { get; init; } = [];

    /// <summary>The absence that lasts longest of those at this instant; null when they are there.</summary>
    public Absence? AwayAt(DateTimeOffset at)
    {
        Absence? longest = null;
        foreach (var absence in Absences)
        {
            if (absence.Covers(at) && (longest is null || (longest.UntilUtc is { } known && !(absence.UntilUtc <= known))))
            {
                longest = absence;
            }
        }

        return longest;
    }
}

/// <summary>Out of office within [<paramref name="FromUtc"/>, <paramref name="UntilUtc"/>); null: nobody knows until when.</summary>
public sealed record Absence(DateTimeOffset FromUtc, DateTimeOffset? UntilUtc)
{
    public bool Covers(DateTimeOffset at) => FromUtc <= at && !(UntilUtc <= at);
}

/// <summary>The people who hold a role now, and the ladder to climb when none of them may decide: their managers first, then the role's owner.</summary>
public sealed record RoleHolders(ImmutableArray<Person> Holders, ImmutableArray<Person> Ladder)
{
    public static RoleHolders Nobody { get; } = new([], []);
}

/// <summary>A dated stand-in: within [<paramref name="FromUtc"/>, <paramref name="UntilUtc"/>) the delegate may decide for the delegator. It does not chain.</summary>
public sealed record Delegation(string Id, EmailAddress Delegator, EmailAddress Delegate, DateTimeOffset FromUtc, DateTimeOffset UntilUtc)
{
    public bool IsActive(DateTimeOffset at) => FromUtc <= at && at < UntilUtc;
}

/// <summary>What the outside world says at the moment of a decision. The decider reads the world only through this, so it stays pure.</summary>
public sealed record Facts
{
    public static Facts None { get; } = new();

    /// <summary>Holders of the roles of steps that may open now.</summary>
    public ImmutableDictionary<RoleRef, RoleHolders> Roles { get; init; } = ImmutableDictionary<RoleRef, RoleHolders>.Empty;

    /// <summary>Everyone named so far and their managers.</summary>
    public ImmutableDictionary<EmailAddress, Person> People { get; init; } = ImmutableDictionary<EmailAddress, Person>.Empty;

    /// <summary>Delegations from or to anyone who takes part.</summary>
    public ImmutableArray<Delegation> Delegations { get; init; } = [];

    /// <summary>The desk's owners: asked when a role and its ladder leave nobody.</summary>
    public ImmutableArray<Person> Owners { get; init; } = [];
}
