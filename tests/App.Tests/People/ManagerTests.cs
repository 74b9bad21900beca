using System.Collections.Immutable;
using Approvals.Adapters.Memory;
using Approvals.App;
using Approvals.App.Ports;
using Approvals.Core.Calendars;
using Approvals.Core.Chains;
using Approvals.Core.Requests;
using Xunit;

namespace App.Tests.People;

/// <summary>The managers of whoever asks, where people have more than one address.</summary>
public sealed class ManagerTests
{
    private static readonly EmailAddress Ann = EmailAddress.Parse("ann@example.com"), Bo = EmailAddress.Parse("bo@example.com"), Cy = EmailAddress.Parse("cy@example.com");

    [Fact]
    public async Task Nobody_manages_themselves_under_another_address_and_nobody_stands_there_twice()
    {
        var role = new RoleRef(RoleRef.ManagerOfRequester, "a.alias@example.com");
        var plan = new StepPlan { Number = 1, Name = "Manager", Role = role, Stage = 1, Quorum = Quorum.All, Timing = new StepTiming { Limit = TimeSpan.FromHours(24) } };
        var facts = await new FactsReader(new Round(), new MemoryDelegations()).ReadAsync(new Question([plan], Ann, null, Ann, []), TestContext.Current.CancellationToken);
        Assert.Equal([Bo], facts.Roles[role].Holders.Select(person => person.Mail));
        Assert.Equal([Cy], facts.Roles[role].Ladder.Select(person => person.Mail));
    }

    /// <summary>Ann is under bo, bo under cy and, by a mistake, cy under ann: all named by other addresses than their own.</summary>
    private sealed class Round : IDirectory
    {
        public ValueTask<Person?> FindAsync(EmailAddress mail, CancellationToken ct) => ValueTask.FromResult<Person?>(mail.Value[0] switch
        {
            'a' => Of(Ann, "b.alias@example.com"),
            'b' => Of(Bo, "c.alias@example.com"),
            _ => Of(Cy, "a.other@example.com"),
        });

        public ValueTask<RoleHolders> HoldersAsync(RoleRef role, CancellationToken ct) => throw new NotSupportedException();

        public ValueTask<ImmutableArray<Person>> OwnersAsync(CancellationToken ct) => ValueTask.FromResult<ImmutableArray<Person>>([]);

        private static Person Of(EmailAddress mail, string manager) => new() { Mail = mail, Name = mail.Value, Calendar = BusinessCalendar.RoundTheClock, Manager = EmailAddress.Parse(manager) };
    }
}
