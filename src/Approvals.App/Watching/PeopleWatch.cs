using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Approvals.App.Digests;
using Approvals.App.Ports;
using Approvals.App.Streams;
using Approvals.Core.Chains;
using Approvals.Core.Requests;

namespace Approvals.App.Watching;

/// <summary>
/// Sees every hour what became of the people who are asked: who has left, is away or back, or is stood in for from now on. Only the requests of those for
/// whom something changed are woken, so the cost is that of the people, however many requests wait. On their working mornings they get their digest.
/// </summary>
public sealed class PeopleWatch(
    IIndexStore index, INoteStore notes, IDelegationStore delegations, IDirectory directory, DigestSender digests, IWake wake, TimeProvider clock) : IDisposable
{
    // Notes: how each person was last seen, and under no person's name when that was.
    private const string Area = "people-seen";
    private const string When = "!when";

    // Of nobody who has no note is anything known that would matter.
    private const string Here = "here";

    // A change counts as told only when it is seen again an hour later: whoever was not woken then, because a server stopped or a queue was full, is woken now.
    private const string Unsure = "?";
    private static readonly TimeSpan AgainAfter = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<EmailAddress, string> known = new();
    private readonly SemaphoreSlim one = new(1, 1);
    private DateTimeOffset nextAtUtc;

    /// <summary>Does nothing until an hour after the last look, of whichever server.</summary>
    public async Task LookAsync(CancellationToken ct)
    {
        await one.WaitAsync(ct);
        try
        {
            if (clock.GetUtcNow() is var now && now >= nextAtUtc)
            {
                await LookAsync(now, ct);
            }
        }
        finally
        {
            one.Release();
        }
    }

    public void Dispose() => one.Dispose();

    private async Task LookAsync(DateTimeOffset now, CancellationToken ct)
    {
        // Should it fail on the way, not with every sweep.
        nextAtUtc = now + AgainAfter;
        if (await LastAsync(ct) is { } last && last + Schedule.LookEvery > now)
        {
            nextAtUtc = last + Schedule.LookEvery;
            return;
        }

        var given = (await delegations.ListAllAsync(ct)).Where(delegation => delegation.UntilUtc > now).ToImmutableArray();
        var people = new HashSet<EmailAddress>(given.SelectMany(delegation => new[] { delegation.Delegator, delegation.Delegate }));
        await foreach (var asked in index.AskedAsync(ct))
        {
            people.Add(asked);
        }

        foreach (var person in people)
        {
            await LookAsync(person, [.. given.Where(delegation => delegation.Delegator == person || delegation.Delegate == person)], now, ct);
        }

        await notes.PutAsync(Area, When, Encoding.UTF8.GetBytes(now.ToString("O", CultureInfo.InvariantCulture)), ct);
        nextAtUtc = now + Schedule.LookEvery;
    }

    private async Task LookAsync(EmailAddress mail, ImmutableArray<Delegation> theirs, DateTimeOffset now, CancellationToken ct)
    {
        var person = await directory.FindAsync(mail, ct);
        var (seen, mark) = (await SeenAsync(mail, ct), MarkOf(person, theirs, now));
        if (seen != mark)
        {
            await Concerned.WakeAsync(mail, theirs, index, wake, ct);
            var noted = seen == Unsure + mark ? mark : Unsure + mark;
            await notes.PutAsync(Area, Lists.NameOf(mail), Encoding.UTF8.GetBytes(noted), ct);
            known[mail] = noted;
        }

        if (person is { Active: true })
        {
            await digests.ConsiderAsync(person, ct);
        }
    }

    // Whatever of it the rules look at: there or not, until when, and who speaks for them.
    private static string MarkOf(Person? person, ImmutableArray<Delegation> theirs, DateTimeOffset now)
    {
        var presence = person switch
        {
            null => Here,
            { Active: false } => "left",
            _ when person.AwayAt(now) is { } away => $"away until {away.UntilUtc:O}",
            _ => Here,
        };
        var standIns = theirs.Where(delegation => delegation.IsActive(now)).Select(delegation => $"{delegation.Delegator} by {delegation.Delegate} until {delegation.UntilUtc:O}");
        return string.Join('\n', standIns.Order(StringComparer.Ordinal).Prepend(presence));
    }

    private async Task<string> SeenAsync(EmailAddress person, CancellationToken ct) =>
        known.TryGetValue(person, out var seen) ? seen : known[person] = await NoteAsync(Lists.NameOf(person), ct) ?? Here;

    private async Task<DateTimeOffset?> LastAsync(CancellationToken ct) =>
        await NoteAsync(When, ct) is { } text ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture) : null;

    private async Task<string?> NoteAsync(string name, CancellationToken ct) =>
        await notes.FindAsync(Area, name, ct) is { } note ? Encoding.UTF8.GetString(note.Value.Span) : null;
}
