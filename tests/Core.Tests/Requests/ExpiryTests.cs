using Approvals.Core.Chains;
using Approvals.Core.Requests;
using Xunit;
using static Approvals.Core.Tests.Requests.Happened;
using static Approvals.Core.Tests.Requests.Orders;
using static Approvals.Core.Tests.Requests.Scenario;
using static Approvals.Core.Tests.Requests.World;

namespace Approvals.Core.Tests.Requests;

/// <summary>What happens to a step that nobody answered.</summary>
public sealed class ExpiryTests
{
    [Theory]
    [InlineData(ExpiryOutcome.Reject, "rejected")]
    [InlineData(ExpiryOutcome.Return, "returned")]
    [InlineData(ExpiryOutcome.Expire, "expired")]
    public void It_ends_the_round_and_the_requester_and_those_asked_are_told(ExpiryOutcome outcome, string status)
    {
        var ended = Given(Open(outcome)).Later(20).When(Tick()).Then(Expired(1, outcome)).ThenStatus(status).ThenTells("Expired bo", "Expired fay");

        Assert.Null(Schedule.NextDue(ended.After));
        ended.And(Tick()).ThenNothing();
    }

    [Fact]
    public void A_rejection_by_time_names_no_person()
    {
        var closed = Given(Open(ExpiryOutcome.Reject)).Later(20).When(Tick()).And(Approve("fay")).ThenRefused<Refusal.AlreadyClosed>();
        Assert.Equal(("rejected", "system", Start.AddHours(20)), (closed.Status, closed.By, closed.AtUtc));

        var step = Given([.. Open(ExpiryOutcome.Return), Expired(1, ExpiryOutcome.Return)]).When(Approve("fay")).ThenRefused<Refusal.AlreadyDecided>();
        Assert.Equal(("returned", "system"), (step.What, step.By));
    }

    [Fact]
    public void It_goes_one_level_up_and_waits_on() =>
        Given(Open(ExpiryOutcome.Escalate)).Later(20).When(Tick())
            .Then(Expired(1, ExpiryOutcome.Escalate), Escalated(1, "fay", "tess"), Reminded(1, "fay", 100)).ThenTells("Escalated tess", "Reminder fay")
            .And(Tick()).ThenNothing();

    [Fact]
    public void It_goes_a_further_level_up_when_the_manager_was_asked_before() =>
        Given([.. Open(ExpiryOutcome.Escalate), Reminded(1, "fay", 100), Escalated(1, "fay", "tess", at: Start.AddHours(12))]).Later(20).When(Tick())
            .Then(Expired(1, ExpiryOutcome.Escalate), Escalated(1, "tess", "rolf", behalf: "fay"), Reminded(1, "tess", 100));

    [Fact]
    public void It_waits_on_and_the_desks_owners_are_alarmed_once() =>
        Given([.. Open(ExpiryOutcome.Hold), Reminded(1, "fay", 100)]).Later(20).When(Tick())
            .Then(Expired(1, ExpiryOutcome.Hold, "oz")).ThenTells("Held oz").ThenStatus("pending")
            .And(Tick()).ThenNothing()
            .And(Approve("fay")).ThenStatus("completed");

    [Fact]
    public void Not_before_its_time() => Given([.. Open(ExpiryOutcome.Reject), Reminded(1, "fay", 100)]).Later(19.99).When(Tick()).ThenNothing();

    [Fact]
    public void A_step_with_a_newcomer_waits_for_the_newcomers_time()
    {
        var timing = Timed(ExpiryOutcome.Reject);
        var late = Asked("rolf", 0, AssignmentReason.Reassigned, "fay", timing, Start.AddHours(10));
        var reassigned = new RequestEvent.Reassigned(1, Mail("fay"), late, "Because.") { At = Start.AddHours(10), By = By("ada"), CommandId = "given" };

        Given([.. Open(ExpiryOutcome.Reject), reassigned]).Later(29).When(Tick()).Then(Reminded(1, "rolf", 100));
        Given([.. Open(ExpiryOutcome.Reject), reassigned]).Later(30).When(Tick()).ThenStatus("rejected");
    }

    [Fact]
    public void Nobody_is_asked_in_a_round_that_ends_in_the_same_moment() =>
        Given(Submitted(Step(1, Legal, Quorum.Any), Step(2, Vps, Quorum.Any, stage: 1, timing: Timed(ExpiryOutcome.Expire))), Opened(1, "fay"), Opened(2, 1, Asked("cy", timing: Timed(ExpiryOutcome.Expire))))
            .Later(20).When(Tick()).Then(Expired(2, ExpiryOutcome.Expire)).ThenTells("Expired bo", "Expired fay", "Expired cy");

    private static StepTiming Timed(ExpiryOutcome outcome) => new() { Limit = TimeSpan.FromHours(8), ExpireAfter = TimeSpan.FromHours(20), Expiry = outcome };

    private static RequestEvent[] Open(ExpiryOutcome outcome) =>
        [Submitted(Step(1, Legal, Quorum.Any, timing: Timed(outcome))), Opened(1, 1, Asked("fay", timing: Timed(outcome)))];
}
