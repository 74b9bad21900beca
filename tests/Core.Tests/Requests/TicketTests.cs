using Approvals.Core.Chains;
using Approvals.Core.Effects;
using Approvals.Core.Requests;
using Xunit;
using static Approvals.Core.Tests.Requests.Happened;
using static Approvals.Core.Tests.Requests.Orders;
using static Approvals.Core.Tests.Requests.Scenario;
using static Approvals.Core.Tests.Requests.World;

namespace Approvals.Core.Tests.Requests;

/// <summary>What becomes of a ticket once it is raised, of those that nobody wants any more, and of those that an administrator takes over.</summary>
public sealed class TicketTests
{
    private static readonly Effect.OpenTicket Licence = new("licence", null);
    private static readonly Effect.OpenTicket Interim = new("interim", null);
    private static readonly StepPlan First = Step(1, Legal, Quorum.Any);
    private static readonly Policy Both = Ticketed(new TicketOrder("licence"), new TicketOrder("interim", null, TicketMoment.Submitted));

    private static readonly RequestEvent[] Waiting = [Submitted(Ticketed(), First), Opened(1, "fay"), Approved(1, "fay"), Completed(1, "fay"), ApprovedAll("fay")];
    private static readonly RequestEvent[] Done = [.. Waiting, TicketRaised(Effect(5)), CompletedAll("system")];
    private static readonly RequestEvent[] Helped = [Submitted(Both, First), Opened(1, "fay"), new RequestEvent.TicketRaised(Effect(1), "interim", "desk", "T-7", null) { At = Start, By = Actor.System, CommandId = "t" }];

    [Fact]
    public void A_solved_ticket_is_told_to_the_requester_and_the_request_stays_completed() =>
        Given(Done).Later(2).When(Note(TicketPhase.Solved)).ThenStatus("completed").ThenTells("TicketSolved bo")
            .And(Note(TicketPhase.Solved, hours: 2)).ThenNothing();

    [Fact]
    public void A_reopened_ticket_is_told_and_so_is_a_deleted_one() =>
        Given(Done).Later(9).When(Note(TicketPhase.Solved)).And(Note(TicketPhase.Open, hours: 2)).ThenTells("TicketNews bo").And(Note(TicketPhase.Gone, hours: 3)).ThenTells("TicketNews bo");

    [Fact]
    public void News_that_come_late_change_nothing() =>
        Given(Done).Later(9).When(Note(TicketPhase.Solved, hours: 3)).And(Note(TicketPhase.Open, hours: 2)).ThenNothing();

    [Fact]
    public void A_ticket_that_was_solved_and_closed_between_two_looks_is_told_as_solved() =>
        Given(Done).Later(9).When(Note(TicketPhase.Closed)).ThenTells("TicketSolved bo");

    [Fact]
    public void A_remark_is_told_once_and_not_to_who_wrote_it()
    {
        Given(Done).When(NoteRemark("Which host?")).ThenTells("TicketNews bo");
        Given(Done).When(NoteRemark("Thanks.", author: Mail("bo").Value)).ThenTells();
    }

    [Fact]
    public void Nobody_but_the_product_brings_news() =>
        Given(Done).When(Note(TicketPhase.Solved) with { By = By("ada"), ByAdministrator = true }).ThenRefused<Refusal.UnknownTicket>();

    [Fact]
    public void News_of_another_ticket_are_refused() => Given(Done).When(Note(TicketPhase.Solved, key: "T-2")).ThenRefused<Refusal.UnknownTicket>();

    [Fact]
    public void A_ticket_that_was_there_before_the_decision_is_told_of_the_end()
    {
        Given(Helped).When(Reject("fay")).ThenTells("Rejected bo", "RemarkTicket interim");
        Given(Helped).When(Return("fay")).ThenTells("Returned bo", "RemarkTicket interim");
        Given(Helped).When(Override("ada", OverrideDecision.Approve)).ThenTells("Superseded fay", "RemarkTicket interim", "OpenTicket licence");
        Given(Helped).When(Cancel("bo")).ThenTells("Cancelled fay", "RemarkTicket interim");
        Given(Helped).When(Recall("bo")).ThenTells("Recalled fay", "RemarkTicket interim");
        Given(Helped).When(Override("ada", OverrideDecision.Reject)).ThenTells("Rejected bo", "Superseded fay", "RemarkTicket interim");
    }

    [Theory]
    [InlineData(ExpiryOutcome.Reject)]
    [InlineData(ExpiryOutcome.Return)]
    [InlineData(ExpiryOutcome.Expire)]
    public void And_of_an_approval_that_ran_out(ExpiryOutcome outcome)
    {
        var timing = new StepTiming { Limit = TimeSpan.FromHours(8), ExpireAfter = TimeSpan.FromHours(20), Expiry = outcome };
        Given([Submitted(Both, Step(1, Legal, Quorum.Any, timing: timing)), Opened(1, 1, Asked("fay", timing: timing)), Helped[2]]).Later(20).When(Tick())
            .ThenTells("Expired bo", "Expired fay", "RemarkTicket interim");
    }

    [Fact]
    public void A_ticket_that_was_not_raised_when_the_request_ended_is_dropped() =>
        Given([.. Helped[..2], Rejected(1, "fay")]).When(Record(Effect(1), Interim, new EffectResult.Dropped("rejected"))).ThenStatus("rejected").ThenTells();

    [Fact]
    public void And_one_that_turns_out_to_be_there_is_told_that_nobody_wants_it() =>
        Given([.. Helped[..2], Rejected(1, "fay")]).When(Record(Effect(1), Interim, new EffectResult.Ticketed("desk", "T-7", null))).ThenTells("RemarkTicket interim").ThenStatus("rejected");

    [Fact]
    public void A_ticket_that_is_skipped_completes_the_request_without_it() =>
        Given([.. Waiting, Failed(Effect(5), Licence, 1)]).When(Skip("ada", Effect(5))).ThenStatus("completed").ThenTells("Approved bo")
            .And(Record(Effect(5), Licence, new EffectResult.Failed(2, Start.AddHours(1), "Away."))).ThenNothing();

    [Fact]
    public void But_one_that_was_raised_at_that_very_moment_is_on_the_record() =>
        Given(Waiting).When(Skip("ada", Effect(5))).And(Record(Effect(5), Licence, new EffectResult.Ticketed("desk", "T-1", null))).Then(TicketRaised(Effect(5)));

    [Fact]
    public void A_ticket_that_is_handed_over_completes_the_request_with_the_other_key() =>
        Given([.. Waiting, Abandoned(Effect(5), Licence)]).When(HandOver("ada", Effect(5))).ThenStatus("completed").ThenTells("TicketRaised bo")
            .And(HandOver("ada", Effect(5))).ThenNothing();

    [Fact]
    public void Only_an_administrator_takes_over_and_says_why()
    {
        Given(Waiting).When(Skip("bo", Effect(5))).ThenRefused<Refusal.NotAllowed>();
        Given(Waiting).When(HandOver("fay", Effect(5))).ThenRefused<Refusal.NotAllowed>();
        Given(Waiting).When(Skip("ada", Effect(5), reason: " ")).ThenRefused<Refusal.CommentRequired>();
        Given(Waiting).When(HandOver("ada", Effect(4))).ThenRefused<Refusal.UnknownEffect>();
        Given(Done).When(Skip("ada", Effect(5))).ThenRefused<Refusal.UnknownEffect>();
    }
}
