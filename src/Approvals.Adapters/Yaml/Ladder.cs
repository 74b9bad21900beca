using System.Collections.Immutable;
using Approvals.Core.Chains;
using Approvals.Core.Requests;

namespace Approvals.Adapters.Yaml;

/// <summary>Who is asked when no holder of a role may decide.</summary>
internal static class Ladder
{
    private const int Highest = 50;

    /// <summary>The managers of the holders, level by level, also of holders who left; then the owner of the role. Nobody stands on it twice.</summary>
    public static async ValueTask<ImmutableArray<Person>> ClimbAsync(
        ImmutableArray<EmailAddress> holders, EmailAddress owner, Func<EmailAddress, CancellationToken, ValueTask<Person?>> find, CancellationToken ct)
    {
        var ladder = ImmutableArray.CreateBuilder<Person>();
        var seen = new HashSet<EmailAddress>();
        var level = await FindAsync(holders);
        while (level.Count > 0 && ladder.Count < Highest)
        {
            level = await FindAsync(level.Select(person => person.Manager).OfType<EmailAddress>());
            ladder.AddRange(level.Where(person => person.Active));
        }

        ladder.AddRange((await FindAsync([owner])).Where(person => person.Active));
        return ladder.ToImmutable();

        // Under the address that they are known by: the one that is asked for may be another of theirs.
        async ValueTask<List<Person>> FindAsync(IEnumerable<EmailAddress> mails)
        {
            var people = new List<Person>();
            foreach (var mail in mails)
            {
                if (await find(mail, ct) is { } person && seen.Add(person.Mail))
                {
                    people.Add(person);
                }
            }

            return people;
        }
    }
}
