using Approvals.Core.Chains;
using Approvals.Core.Effects;
using Approvals.Core.Requests;
using Xunit;
using static Approvals.Core.Tests.Requests.Happened;
using static Approvals.Core.Tests.Requests.Orders;
using static Approvals.Core.Tests.Requests.Scenario;
using static Approvals.Core.Tests.Requests.World;

namespace Approvals.Core.Tests.Requests;

/// <summary>Every command in every state, by somebody who may give it: the events, <c>-</c> for no change, or the code of the refusal.</summary>
public sealed class StateTableTests
{
    private static readonly StepPlan First = Step(1, Legal, Quorum.Any);
    private static readonly Effect.SendMail Ask = new(MailKind.ApprovalRequested, Mail("fay"));
    private static readonly RequestEvent[] Pending = [Submitted(Ticketed(), First), Opened(1, "fay"), Abandoned(Effect(2), Ask), MailSent(Effect(2, 1), MailKind.ApprovalRequested, "fay")];

    private static readonly Dictionary<string, RequestEvent[]> States = new()
    {
        ["none"] = [],
        ["pending"] = Pending,
        ["returned"] = [.. Pending, Returned(1, "fay")],
        ["recalled"] = [.. Pending, Recalled()],
        ["approved"] = [.. Pending, Approved(1, "fay"), Completed(1, "fay"), ApprovedAll("fay")],
        ["completed"] = [.. Pending, Approved(1, "fay"), Completed(1, "fay"), ApprovedAll("fay"), TicketRaised(Effect(7)), CompletedAll("system")],
        ["rejected"] = [.. Pending, Rejected(1, "fay")],
        ["cancelled"] = [.. Pending, Cancelled()],
        ["expired"] = [.. Pending, Expired(1, ExpiryOutcome.Expire)],
    };

    private static readonly Dictionary<string, Command> Commands = new()
    {
        ["Submit"] = Submit(First),
        ["Resubmit"] = Resubmit(Content(200), First),
        ["Approve"] = Approve("fay"),
        ["Reject"] = Reject("fay"),
        ["Return"] = Return("fay"),
        ["Recall"] = Recall("bo"),
        ["Cancel"] = Cancel("bo"),
        ["Comment"] = Comment("bo"),
        ["Nudge"] = Nudge("bo"),
        ["Snooze"] = Snooze("fay", Start.AddHours(10)),
        ["Reassign"] = Reassign("ada", "fay", "cy"),
        ["AddApprover"] = Add("ada", "cy"),
        ["Override"] = Override("ada", OverrideDecision.Reject),
        ["Tick"] = Tick(),
        ["RecordEffect"] = Record(Effect(2), Ask, new EffectResult.Mailed("m")),
        ["RetryEffect"] = Retry("ada", Effect(2)),
        ["NoteBounce"] = Bounce(Effect(2, 1), "fay"),
        ["SkipEffect"] = Skip("ada", Effect(2)),
        ["HandOverTicket"] = HandOver("ada", Effect(7)),
        ["NoteTicket"] = Note(TicketPhase.Solved),
        ["NoteRemark"] = NoteRemark("Done."),
    };

    private const string Table = """
                     | none            | pending       | returned        | recalled        | approved        | completed       | rejected        | cancelled       | expired
        Submit       | Submitted,StepOpened | -        | -               | -               | -               | -               | -               | -               | -
        Resubmit     | unknown-request | not-open      | Resubmitted,StepOpened | Resubmitted,StepOpened | not-open | closed          | closed          | closed          | closed
        Approve      | unknown-request | StepApproved,StepCompleted,Approved | already-decided | not-open | -    | -               | already-decided | closed          | closed
        Reject       | unknown-request | StepRejected  | already-decided | not-open        | already-decided | already-decided | -               | closed          | closed
        Return       | unknown-request | StepReturned  | -               | not-open        | already-decided | already-decided | already-decided | closed          | closed
        Recall       | unknown-request | Recalled      | not-open        | -               | not-open        | closed          | closed          | closed          | closed
        Cancel       | unknown-request | Cancelled     | Cancelled       | Cancelled       | Cancelled       | closed          | closed          | -               | closed
        Comment      | unknown-request | Commented     | Commented       | Commented       | Commented       | closed          | closed          | closed          | closed
        Nudge        | unknown-request | Nudged        | not-open        | not-open        | not-open        | closed          | closed          | closed          | closed
        Snooze       | unknown-request | out-of-time   | not-open        | not-open        | not-open        | closed          | closed          | closed          | closed
        Reassign     | unknown-request | Reassigned    | not-open        | not-open        | not-open        | closed          | closed          | closed          | closed
        AddApprover  | unknown-request | ApproverAdded | not-open        | not-open        | not-open        | closed          | closed          | closed          | closed
        Override     | unknown-request | StepOverridden | not-open       | not-open        | not-open        | closed          | closed          | closed          | closed
        Tick         | unknown-request | StepEscalated,Reminded | -      | -               | -               | -               | -               | -               | -
        RecordEffect | unknown-request | MailSent      | MailSent        | MailSent        | MailSent        | MailSent        | MailSent        | MailSent        | MailSent
        NoteBounce   | unknown-request | MailUndeliverable | MailUndeliverable | MailUndeliverable | MailUndeliverable | MailUndeliverable | MailUndeliverable | MailUndeliverable | MailUndeliverable
        RetryEffect  | unknown-request | EffectRetried | EffectRetried   | EffectRetried   | EffectRetried   | EffectRetried   | EffectRetried   | EffectRetried   | EffectRetried
        SkipEffect   | unknown-request | EffectSkipped | EffectSkipped   | EffectSkipped   | EffectSkipped   | EffectSkipped   | EffectSkipped   | EffectSkipped   | EffectSkipped
        HandOverTicket | unknown-request | unknown-effect | unknown-effect | unknown-effect | TicketHandedOver,Completed | unknown-effect | unknown-effect | unknown-effect | unknown-effect
        NoteTicket   | unknown-request | unknown-ticket | unknown-ticket | unknown-ticket | unknown-ticket  | TicketMoved     | unknown-ticket  | unknown-ticket  | unknown-ticket
        NoteRemark   | unknown-request | unknown-ticket | unknown-ticket | unknown-ticket | unknown-ticket  | TicketRemarked  | unknown-ticket  | unknown-ticket  | unknown-ticket
        """;

    private static readonly string[][] Rows = [.. Table.Split('\n').Select(line => line.Split('|', StringSplitOptions.TrimEntries))];

    public static TheoryData<string, string, string> Pairs => [.. Rows.Skip(1).SelectMany(row => row.Skip(1).Select((answer, i) => (row[0], Rows[0][i + 1], answer)))];

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Every_command_in_every_state(string command, string state, string answer)
    {
        var scenario = Given(States[state]).Later(9).When(Commands[command]);

        Assert.Equal(state, scenario.Before.Status);
        Assert.Equal(answer, scenario.Outcome switch
        {
            Outcome.Refused refused => refused.Refusal.Code,
            Outcome.Accepted { Events.IsEmpty: true } => "-",
            Outcome.Accepted accepted => string.Join(',', accepted.Events.Select(e => e.GetType().Name)),
            _ => "?",
        });
    }

    [Fact]
    public void No_command_and_no_state_is_missing()
    {
        Assert.Equal(typeof(Command).GetNestedTypes().Select(type => type.Name).Order(), Rows.Skip(1).Select(row => row[0]).Order());
        Assert.Equal(States.Keys, Rows[0][1..]);
    }
}
