using Approvals.Core.Chains;
using Approvals.Core.Effects;
using Approvals.Core.Requests;
using CsCheck;
using Any = Core.Tests.Generators.AnyValue;
using E = Approvals.Core.Requests.RequestEvent;

namespace Core.Tests.Generators;

/// <summary>Arbitrary events of every kind.</summary>
public static class AnyEvent
{
    private static readonly Gen<int> Number = Gen.Int[1, 9];
    private static readonly Gen<long> Version = Gen.Long[0, long.MaxValue];
    private static readonly Gen<Channel> Way = Gen.Enum<Channel>();

    private static readonly Gen<E>[] Kinds =
    [
        Kind(
            Gen.Select(Gen.Select(Any.RequestId, Any.Word, Number, Any.Text), Gen.Select(Any.Mail, Any.Mail.Nullable()), Any.Policy, Any.Content, Any.Chain),
            c => new E.Submitted
            {
                Id = c.Item1.Item1,
                Topic = c.Item1.Item2,
                TopicVersion = c.Item1.Item3,
                Title = c.Item1.Item4,
                Requester = c.Item2.Item1,
                Beneficiary = c.Item2.Item2,
                Policy = c.Item3,
                Content = c.Item4,
                Chain = c.Item5,
            }),
        Kind(Gen.Select(Number, Any.Text, Any.Policy, Any.Content, Any.Chain), c => new E.Resubmitted(c.Item1, c.Item2, c.Item3, c.Item4, c.Item5)),
        Kind(Gen.Select(Number, Any.Text), c => new E.StepSkipped(c.Item1, c.Item2)),
        Kind(Gen.Select(Number, Number, Any.Assignment.Array[0, 3]), c => new E.StepOpened(c.Item1, c.Item2, [.. c.Item3])),
        Kind(Gen.Select(Number, Any.Mail, Number, Number), c => new E.ApprovalCarried(c.Item1, c.Item2, c.Item3, c.Item4)),
        Kind(
            Gen.Select(Number, Number, Any.Mail, Any.Text.Null(), Way, Version, Any.Word),
            c => new E.StepApproved(c.Item1, c.Item2, c.Item3, c.Item4, c.Item5, c.Item6, c.Item7)),
        Kind(Number, c => new E.StepCompleted(c)),
        Kind(
            Gen.Select(Number, Number, Any.Mail.Nullable(), Any.Text.Null(), Way, Version, Any.Word),
            c => new E.StepRejected(c.Item1, c.Item2, c.Item3, c.Item4, c.Item5, c.Item6, c.Item7)),
        Kind(
            Gen.Select(Number, Number, Any.Mail.Nullable(), Any.Text.Null(), Way, Version, Any.Word),
            c => new E.StepReturned(c.Item1, c.Item2, c.Item3, c.Item4, c.Item5, c.Item6, c.Item7)),
        Kind(Gen.Select(Number, Gen.Enum<OverrideDecision>(), Any.Text), c => new E.StepOverridden(c.Item1, c.Item2, c.Item3)),
        Kind(Any.Text.Null(), c => new E.Recalled(c)),
        Kind(Any.Text.Null(), c => new E.Cancelled(c)),
        Kind(Any.Text, c => new E.Commented(c)),
        Kind(Number, _ => new E.Nudged()),
        Kind(Gen.Select(Number, Any.Mail, Any.Assignment, Any.Text), c => new E.Reassigned(c.Item1, c.Item2, c.Item3, c.Item4)),
        Kind(Gen.Select(Number, Any.Assignment, Any.Text), c => new E.ApproverAdded(c.Item1, c.Item2, c.Item3)),
        Kind(Gen.Select(Number, Any.Mail, Number), c => new E.Reminded(c.Item1, c.Item2, c.Item3)),
        Kind(Gen.Select(Number, Any.Mail, Number, Any.Time), c => new E.ReminderDeferred(c.Item1, c.Item2, c.Item3, c.Item4)),
        Kind(Gen.Select(Number, Any.Mail, Any.Time), c => new E.Snoozed(c.Item1, c.Item2, c.Item3)),
        Kind(Gen.Select(Number, Any.Mail, Any.Time.Nullable()), c => new E.AssigneeAway(c.Item1, c.Item2, c.Item3)),
        Kind(Gen.Select(Number, Any.Mail, Any.Mail.Nullable(), Any.Time.Nullable()), c => new E.StandInChanged(c.Item1, c.Item2, c.Item3, c.Item4)),
        Kind(Gen.Select(Number, Any.Mail, Any.Assignment, Gen.Enum<EscalationReason>()), c => new E.StepEscalated(c.Item1, c.Item2, c.Item3) { Why = c.Item4 }),
        Kind(Gen.Select(Number, Any.Mail, Any.Mail.Array[0, 2]), c => new E.EscalationExhausted(c.Item1, c.Item2, [.. c.Item3])),
        Kind(Gen.Select(Number, Gen.Enum<ExpiryOutcome>(), Any.Mail.Array[0, 2]), c => new E.StepExpired(c.Item1, c.Item2, [.. c.Item3])),
        Kind(Gen.Select(Any.Word, Any.Text.Null()), c => new E.Approved(c.Item1, c.Item2)),
        Kind(Number, _ => new E.Completed()),
        Kind(Gen.Select(Any.EffectId, Any.Word, Any.Word, Any.Text, Any.Text.Null()), c => new E.TicketRaised(c.Item1, c.Item2, c.Item3, c.Item4, c.Item5)),
        Kind(Gen.Select(Any.EffectId, Gen.Enum<MailKind>(), Any.Mail, Any.Text.Null()), c => new E.MailSent(c.Item1, c.Item2, c.Item3, c.Item4)),
        Kind(Gen.Select(Any.EffectId, Gen.Enum<MailKind>(), Any.Mail, Any.Text), c => new E.MailUndeliverable(c.Item1, c.Item2, c.Item3, c.Item4)),
        Kind(Gen.Select(Any.EffectId, Any.Text), c => new E.EffectDropped(c.Item1, c.Item2)),
        Kind(Gen.Select(Any.EffectId, Any.Effect, Number, Any.Time, Any.Text), c => new E.EffectFailed(c.Item1, c.Item2, c.Item3, c.Item4, c.Item5)),
        Kind(Gen.Select(Any.EffectId, Any.Effect, Number, Any.Text), c => new E.EffectAbandoned(c.Item1, c.Item2, c.Item3, c.Item4)),
        Kind(Gen.Select(Any.EffectId, Any.Effect), c => new E.EffectRetried(c.Item1, c.Item2)),
        Kind(Gen.Select(Any.EffectId, Any.Effect, Any.Text), c => new E.EffectSkipped(c.Item1, c.Item2, c.Item3)),
        Kind(Gen.Select(Any.EffectId, Any.Word, Any.Word, Any.Text, Any.Text.Null(), Any.Text), c => new E.TicketHandedOver(c.Item1, c.Item2, c.Item3, c.Item4, c.Item5, c.Item6)),
        Kind(Gen.Select(Any.Word, Any.Text, Gen.Enum<TicketPhase>(), Any.Time), c => new E.TicketMoved(c.Item1, c.Item2, c.Item3, c.Item4)),
        Kind(Gen.Select(Any.Word, Any.Text, Any.Text, Any.Text, Any.Text, Any.Time), c => new E.TicketRemarked(c.Item1, c.Item2, c.Item3, c.Item4, c.Item5, c.Item6)),
        Kind(Gen.Select(Any.EffectId, Any.Word), c => new E.TicketTold(c.Item1, c.Item2)),
    ];

    /// <summary>One generator for each case of the family.</summary>
    public static IReadOnlyList<Gen<E>> OfEachKind => Kinds;

    public static Gen<E> OfAnyKind { get; } = Gen.OneOf(Kinds);

    private static Gen<E> Kind<T>(Gen<T> content, Func<T, E> make) =>
        Gen.Select(content, Any.Time, Any.Actor, Any.Text, (c, at, by, command) => make(c) with { At = at, By = by, CommandId = command });
}
