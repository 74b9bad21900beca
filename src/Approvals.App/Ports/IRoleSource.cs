using System.Collections.Immutable;
using Approvals.Core.Chains;
using Approvals.Core.Requests;

namespace Approvals.App.Ports;

/// <summary>What a person may do, where no token says so: in Development, by the people file.</summary>
public interface IRoleSource
{
    /// <summary><see cref="Roles.None"/> for people who are unknown here or have left; everybody else is at least a requester.</summary>
    Roles RolesOf(EmailAddress person);

    /// <summary>Those who can sign in, for the sign-in page.</summary>
    ImmutableArray<Person> People { get; }
}
