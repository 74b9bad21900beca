using Approvals.Adapters.Memory;
using Approvals.Core.Chains;
using Approvals.Core.Requests;
using Xunit;

namespace Approvals.App.Tests.Catalogue;

/// <summary>A step that the manager of whoever asks decides.</summary>
public sealed class ManagerOfRequesterTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("seller@example.com", "manager@example.com", "vp.emea@example.com cro@example.com")]
    [InlineData("rd.apj@example.com", "vp.apj@example.com", "cro@example.com")]
    [InlineData("cro@example.com", "", "")]
    [InlineData("nobody@example.com", "", "")]
    public async Task Is_looked_up_in_the_directory_with_those_above(string requester, string manager, string above)
    {
        var role = new RoleRef(RoleRef.ManagerOfRequester, requester);
        var facts = await new FactsReader(SampleCatalogue.Folder.Directory, new MemoryDelegations()).ReadAsync(
            new Question([Plan(role)], EmailAddress.Parse(requester), null, null, []), Ct);

        Assert.Equal(manager, string.Join(' ', facts.Roles[role].Holders.Select(person => person.Mail)));
        Assert.Equal(above, string.Join(' ', facts.Roles[role].Ladder.Select(person => person.Mail)));
    }

    [Fact]
    public async Task Whoever_has_left_is_passed_over()
    {
        // In the small catalogue cy has left, and bo and ann are above; here dee reports to cy.
        var folder = new SmallCatalogue().Change("people.yaml", "roles:", "  dee@example.com: { name: Dee, manager: cy@example.com, calendar: main }\nroles:").Load();
        var role = new RoleRef(RoleRef.ManagerOfRequester, "dee@example.com");
        var facts = await new FactsReader(folder.Directory, new MemoryDelegations()).ReadAsync(new Question([Plan(role)], EmailAddress.Parse("dee@example.com"), null, null, []), Ct);
        Assert.Equal(["bo@example.com"], facts.Roles[role].Holders.Select(person => person.Mail.Value));
        Assert.Equal(["ann@example.com"], facts.Roles[role].Ladder.Select(person => person.Mail.Value));
    }

    private static StepPlan Plan(RoleRef role) => new()
    {
        Number = 1,
        Name = "Manager",
        Role = role,
        Stage = 1,
        Quorum = Quorum.All,
        Timing = new StepTiming { Limit = TimeSpan.FromHours(8) },
        Because = [],
    };
}
