using System.Collections.Immutable;
using Approvals.App.Catalogues;
using Approvals.Core.Requests;

namespace Approvals.Adapters.Yaml;

/// <summary>Roles and owners that name people who have left.</summary>
internal static class LeaverCheck
{
    public static ImmutableArray<CatalogueRemark> Of(Organisation organisation)
    {
        var remarks = ImmutableArray.CreateBuilder<CatalogueRemark>();
        foreach (var role in organisation.Roles.Values.OrderBy(role => role.Line))
        {
            foreach (var (scope, holders) in role.Holders.Where(pair => !pair.Value.IsEmpty).OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                var left = holders.Where(HasLeft).ToList();
                var name = scope.Length == 0 ? $"'{role.Id}'" : $"'{role.Id}' for {scope}";
                if (left.Count == holders.Length)
                {
                    Add(Severity.Warning, role.Line, $"Everybody who holds the role {name} has left: {string.Join(", ", left)}. Their managers and the role's owner are asked instead. Name somebody who is here.");
                }
                else if (left.Count > 0)
                {
                    Add(Severity.Note, role.Line, $"{string.Join(" and ", left)} {(left.Count == 1 ? "has" : "have")} left and still {(left.Count == 1 ? "stands" : "stand")} in the role {name}. Remove them.");
                }
            }

            if (HasLeft(role.Owner))
            {
                Add(Severity.Warning, role.Line, $"{role.Owner}, who owns the role '{role.Id}', has left. Name another owner.");
            }
        }

        foreach (var owner in organisation.Owners.Where(HasLeft))
        {
            var isLast = organisation.Owners.All(HasLeft);
            Add(isLast ? Severity.Warning : Severity.Note, 1, $"{owner}, an owner of the desk, has left.{(isLast ? " Nobody is left to ask when a role is empty." : "")} Name another owner.");
        }

        foreach (var person in organisation.People.Where(known => known.Person is { Active: true, Manager: { } manager } && HasLeft(manager)).Select(known => known.Person))
        {
            Add(Severity.Note, 1, $"{person.Manager}, who manages {person.Mail}, has left: what {person.Mail} does not answer goes up past them. Name another manager.");
        }

        return remarks.ToImmutable();

        bool HasLeft(EmailAddress mail) => organisation.FindActive(mail) is null;

        void Add(Severity severity, int line, string what) => remarks.Add(new CatalogueRemark(severity, "people.yaml", line, what));
    }
}
