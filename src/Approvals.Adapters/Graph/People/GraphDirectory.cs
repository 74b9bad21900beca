using System.Collections.Immutable;
using Approvals.Adapters.Yaml;
using Approvals.App.Ports;
using Approvals.Core.Chains;
using Approvals.Core.Requests;
using Microsoft.Extensions.Logging;

namespace Approvals.Adapters.Graph.People;

/// <summary>
/// People, managers, groups that stand for roles, hours and absences as Microsoft Graph knows them; roles, their owners, regions and holidays as people.yaml says.
/// <para>What was read counts for ten minutes (an address that nobody has: two), and for a day while Graph is away. Without that, <see cref="StoreUnavailableException"/>: requests stay as they are.</para>
/// </summary>
internal sealed class GraphDirectory : IDirectory
{
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);
    public static readonly TimeSpan FreshNobody = TimeSpan.FromMinutes(2);
    public static readonly TimeSpan Stale = TimeSpan.FromHours(24);
    private const int MostPeople = 20_000;
    private const int MostGroups = 2_000;

    private readonly LiveCatalogue catalogue;
    private readonly GraphUsers users;
    private readonly ILogger<GraphDirectory> log;
    private readonly Kept<EmailAddress, GraphPerson?> people;
    private readonly Kept<string, ImmutableArray<EmailAddress>?> groups;
    private volatile PersonMaker maker;

    public GraphDirectory(LiveCatalogue catalogue, GraphUsers users, TimeProvider clock, ILogger<GraphDirectory> log)
    {
        (this.catalogue, this.users, this.log) = (catalogue, users, log);
        people = new(person => person is null ? FreshNobody : Fresh, Stale, MostPeople, clock, Away);
        groups = new(_ => Fresh, Stale, MostGroups, clock, Away);
        maker = new PersonMaker(catalogue.Organisation);
    }

    public async ValueTask<Person?> FindAsync(EmailAddress mail, CancellationToken ct)
    {
        if (await KnownAsync(mail, ct) is not { } known)
        {
            return Maker().Unknown(mail);
        }

        var person = Maker().Make(known);
        if (known.Manager is not null || person.Manager is not { } named)
        {
            return person;
        }

        // The file may name their manager by another address than Graph does.
        var manager = (await KnownAsync(named, ct))?.Mail ?? named;
        return person with { Manager = manager == person.Mail ? null : manager };
    }

    private ValueTask<GraphPerson?> KnownAsync(EmailAddress mail, CancellationToken ct) =>
        people.GetAsync(mail, async one => (await users.ReadAsync([one], Maker().Groups, CancellationToken.None))[one], ct);

    public async ValueTask<RoleHolders> HoldersAsync(RoleRef role, CancellationToken ct)
    {
        if (!catalogue.Organisation.Roles.TryGetValue(role.Role, out var spec))
        {
            return RoleHolders.Nobody;
        }

        var mails = spec.Groups.TryGetValue(role.Scope ?? "", out var group) ? await MembersAsync(spec, group, ct) : catalogue.Organisation.Holders(role);
        await ReadAllAsync(mails, ct);
        var holders = await FindAsync(mails, ct);
        return new RoleHolders([.. holders.Where(person => person.Active)], await Ladder.ClimbAsync(mails, spec.Owner, FindAsync, ct));
    }

    /// <summary>Somebody is always left: when Graph knows none of the owners, they are who the file says.</summary>
    public async ValueTask<ImmutableArray<Person>> OwnersAsync(CancellationToken ct)
    {
        var organisation = catalogue.Organisation;
        await ReadAllAsync(organisation.Owners, ct);
        var owners = (await FindAsync(organisation.Owners, ct)).Where(person => person.Active).ToImmutableArray();
        if (!owners.IsEmpty)
        {
            return owners;
        }

        log.OwnersUnknown();
        return [.. organisation.Owners.Select(organisation.FindActive).OfType<Person>()];
    }

    private async ValueTask<ImmutableArray<EmailAddress>> MembersAsync(RoleSpec role, string group, CancellationToken ct)
    {
        return await groups.GetAsync(group, ReadAsync, ct) ?? [];

        async Task<ImmutableArray<EmailAddress>?> ReadAsync(string id)
        {
            var members = await users.MembersAsync(id, CancellationToken.None);
            if (members is null)
            {
                log.GroupMissing(id, role.Id);
            }

            return members;
        }
    }

    // Many at once cost few calls. When that fails, each is looked for alone, in what is remembered.
    private async ValueTask ReadAllAsync(ImmutableArray<EmailAddress> mails, CancellationToken ct)
    {
        var unknown = mails.Where(mail => !people.IsFresh(mail)).ToList();
        if (unknown.Count < 2)
        {
            return;
        }

        try
        {
            foreach (var (mail, person) in await users.ReadAsync(unknown, Maker().Groups, ct))
            {
                people.Put(mail, person);
            }
        }
        catch (GraphAwayException e)
        {
            Away(e);
        }
    }

    // Two addresses of one person are one person.
    private async ValueTask<List<Person>> FindAsync(ImmutableArray<EmailAddress> mails, CancellationToken ct)
    {
        var (found, seen) = (new List<Person>(), new HashSet<EmailAddress>());
        foreach (var mail in mails)
        {
            if (await FindAsync(mail, ct) is { } person && seen.Add(person.Mail))
            {
                found.Add(person);
            }
        }

        return found;
    }

    // The file may have changed since.
    private PersonMaker Maker()
    {
        var (now, known) = (catalogue.Organisation, maker);
        return ReferenceEquals(known.Organisation, now) ? known : maker = new PersonMaker(now);
    }

    private void Away(GraphAwayException e) => log.GraphAway(e.Message);
}
