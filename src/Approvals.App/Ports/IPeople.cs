using System.Collections.Immutable;
using Approvals.Core.Chains;
using Approvals.Core.Requests;

namespace Approvals.App.Ports;

/// <summary>Who may do what with the product, where no identity provider says so: for the sign-in of Development.</summary>
public interface IPeople
{
    /// <summary><see cref="Roles.None"/> for somebody unknown or gone.</summary>
    ValueTask<Roles> RolesAsync(EmailAddress mail, CancellationToken ct);

    /// <summary>Everybody who can sign in, in the order of the file.</summary>
    ValueTask<ImmutableArray<KnownPerson>> ListAsync(CancellationToken ct);
}

/// <param name="Title">What they do, for the sign-in page.</param>
public sealed record KnownPerson(Person Person, Roles Roles, string? Title);
