using System.Collections.Immutable;
using Approvals.Core.Chains;
using Approvals.Core.Requests;
using Xunit;
using static Approvals.Core.Tests.Requests.Happened;
using static Approvals.Core.Tests.Requests.Orders;
using static Approvals.Core.Tests.Requests.Scenario;
using static Approvals.Core.Tests.Requests.World;

namespace Approvals.Core.Tests.Requests;

/// <summary>More people than one append can tell are refused before anybody is asked. No decision on as many as are allowed needs more room than there is.</summary>
public sealed class CrowdTests
{
    // Rows of an append beside events and mails: the head, the command and the lists.
    private const int MostRows = 100 - 3;

    [Fact]
    public void A_chain_that_asks_too_many_is_refused_when_it_is_submitted()
    {
        var refusal = Given().In(Many(61)).When(Submit(Step(1, Vps, Quorum.Any))).ThenRefused<Refusal.TooManyApprovers>();
        Assert.Equal((61, 60), (refusal.People, refusal.Most));
        Given().In(Many(31)).When(Submit(Step(1, Vps, Quorum.Any), Step(2, Vps, Quorum.Any))).ThenRefused<Refusal.TooManyApprovers>();
        Given(Submitted(Step(1, Legal, Quorum.Any)), Opened(1, "fay"), Recalled()).In(Many(61)).When(Resubmit(Content(), Step(1, Vps, Quorum.Any))).ThenRefused<Refusal.TooManyApprovers>();
    }

    [Fact]
    public void A_role_that_grew_too_large_meanwhile_sends_the_request_back() =>
        Given(Submitted(Step(1, Legal, Quorum.Any), Step(2, Vps, Quorum.Any)), Opened(1, "fay")).In(Many(70)).When(Approve("fay")).ThenStatus("returned");

    [Fact]
    public void Nobody_is_added_to_a_full_round() =>
        Given(Full(70)).In(Many(70)).When(Add("ada", "fay")).ThenRefused<Refusal.TooManyApprovers>();

    [Fact]
    public void Every_decision_on_a_full_chain_has_room_in_one_append()
    {
        var world = Many(60);
        Fits(Given().In(world).When(Submit(Step(1, Vps, Quorum.Any))));
        foreach (var command in new[] { Approve("p1"), Reject("p1"), Return("p1"), Recall("bo"), Cancel("bo"), Comment("bo"), Nudge("bo"), Override("ada", OverrideDecision.Reject) })
        {
            Fits(Given(Full(70)).In(Many(70)).When(command));
        }

        Fits(Given([.. Full(60), Recalled()]).In(world).When(Resubmit(Content(), Step(1, Vps, Quorum.Any))));
        Fits(Given([.. Full(60).Concat(Enumerable.Range(1, 59).Select(n => Approved(1, $"p{n}"))), Recalled()]).In(world).When(Resubmit(Content(), Step(1, Vps, Quorum.All))));
    }

    [Theory]
    [InlineData(ExpiryOutcome.Escalate)]
    [InlineData(ExpiryOutcome.Hold)]
    [InlineData(ExpiryOutcome.Reject)]
    public void Time_too(ExpiryOutcome outcome)
    {
        var timing = Timing with { ExpireAfter = TimeSpan.FromHours(9), Expiry = outcome };
        var open = new[] { Submitted(Step(1, Vps, Quorum.All, timing: timing)), Opened(1, 60, [.. Enumerable.Range(1, 60).Select(n => Asked($"p{n}", n - 1, timing: timing))]) };
        var world = Many(60) with { Owners = [.. Enumerable.Range(1, 30).Select(n => Person($"owner{n}"))] };
        var scenario = Given(open).In(world).Later(10).When(Tick());
        Fits(scenario);
        Assert.InRange(scenario.Effects.Count(), 1, 90);
    }

    private static void Fits(Scenario scenario) => Assert.InRange(scenario.Events.Length + scenario.Effects.Count(), 1, MostRows);

    private static RequestEvent[] Full(int people) => [Submitted(Step(1, Vps, Quorum.All)), Opened(1, [.. Enumerable.Range(1, people).Select(n => $"p{n}")])];

    private static Facts Many(int people)
    {
        var crowd = Enumerable.Range(1, people).Select(n => Person($"p{n}", "max")).ToImmutableArray();
        return Known with
        {
            People = Known.People.AddRange(crowd.Select(person => KeyValuePair.Create(person.Mail, person))),
            Roles = Known.Roles.SetItem(Vps, new RoleHolders(crowd, [Person("max", "tess")])),
        };
    }
}
