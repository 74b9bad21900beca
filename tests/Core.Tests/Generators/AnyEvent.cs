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
            (c, h) => new E.Submitted
            {
                At = h.At,
                By = h.By,
                CommandId = h.Command,
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
        Kind(Gen.Select(Number, Any.Text, Any.Policy, Any.Content, Any.Chain), (c, h) => new E.Resubmitted(c.Item1, c.Item2, c.Item3, c.Item4, c.Item5) { At = h.At, By = h.By, CommandId = h.Command }),
        Kind(Gen.Select(Number, Any.Text), (c, h) => new E.StepSkipped(c.Item1, c.Item2) { At = h.At, By = h.By, CommandId = h.Command }),
        Kind(Gen.Select(Number, Number, Any.Assignment.Array[0, 3]), (c, h) => new E.StepOpened(c.Item1, c.Item2, [.. c.Item3]) { At = h.At, By = h.By, CommandId = h.Command }),
        Kind(Gen.Select(Number, Any.Mail, Number, Number), (c, h) => new E.ApprovalCarried(c.Item1, c.Item2, c.Item3, c.Item4) { At = h.At, By = h.By, CommandId = h.Command }),
        Kind(
            Gen.Select(Number, Number, Any.Mail, Any.Text.Null(), Way, Version, Any.Word),
            (c, h) => new E.StepApproved(c.Item1, c.Item2, c.Item3, c.Item4, c.Item5, c.Item6, c.Item7) { At = h.At, By = h.By, CommandId = h.Command }),
        Kind(Number, (c, h) => new E.StepCompleted(c) { At = h.At, By = h.By, CommandId = h.Command }),
        Kind(
            Gen.Select(Number, Number, Any.Mail.Nullable(), Any.Text.Null(), Way, Version, Any.Word),
            (c, h) => new E.StepRejected(c.Item1, c.Item2, c.Item3, c.Item4, c.Item5, c.Item6, c.Item7) { At = h.At, By = h.By, CommandId = h.Command }),
        Kind(
            Gen.Select(Number, Number, Any.Mail.Nullable(), Any.Text.Null(), Way, Version, Any.Word),
            (c, h) => new E.StepReturned(c.Item1, c.Item2, c.Item3, c.Item4, c.Item5, c.Item6, c.Item7) { At = h.At, By = h.By, CommandId = h.Command }),
        Kind(Gen.Select(Number, Gen.Enum<OverrideDecision>(), Any.Text), (c, h) => new E.StepOverridden(c.Item1, c.Item2, c.Item3) { At = h.At, By = h.By, CommandId = h.Command }),
        Kind(Any.Text.Null(), (c, h) => new E.Recalled(c) { At = h.At, By = h.By, CommandId = h.Command }),
        Kind(Any.Text.Null(), (c, h) => new E.Cancelled(c) { At = h.At, By = h.By, CommandId = h.Command }),
        Kind(Any.Text, (c, h) => new E.Commented(c) { At = h.At, By = h.By, CommandId = h.Command }),
        Kind(Number, (_, h) => new E.Nudged { At = h.At, By = h.By, CommandId = h.Command }),
        Kind(Gen.Select(Number, Any.Mail, Any.Assignment, Any.Text), (c, h) => new E.Reassigned(c.Item1, c.Item2, c.Item3, c.Item4) { At = h.At, By = h.By, CommandId = h.Command }),
        Kind(Gen.Select(Number, Any.Assignment, Any.Text), (c, h) => new E.ApproverAdded(c.Item1, c.Item2, c.Item3) { At = h.At, By = h.By, CommandId = h.Command }),
        Kind(Gen.Select(Number, Any.Mail, Number), (c, h) => new E.Reminded(c.Item1, c.Item2, c.Item3) { At = h.At, By = h.By, CommandId = h.Command }),
        Kind(Gen.Select(Number, Any.Mail, Any.Time), (c, h) => new E.ReminderDeferred(c.Item1, c.Item2, c.Item3) { At = h.At, By = h.By, CommandId = h.Command }),
        Kind(Gen.Select(Number, Any.Mail, Any.Assignment), (c, h) => new E.StepEscalated(c.Item1, c.Item2, c.Item3) { At = h.At, By = h.By, CommandId = h.Command }),
        Kind(Gen.Select(Number, Any.Mail), (c, h) => new E.EscalationExhausted(c.Item1, c.Item2) { At = h.At, By = h.By, CommandId = h.Command }),
        Kind(Gen.Select(Number, Gen.Enum<ExpiryOutcome>()), (c, h) => new E.StepExpired(c.Item1, c.Item2) { At = h.At, By = h.By, CommandId = h.Command }),
        Kind(Gen.Select(Any.Word, Any.Text.Null()), (c, h) => new E.Approved(c.Item1, c.Item2) { At = h.At, By = h.By, CommandId = h.Command }),
        Kind(Number, (_, h) => new E.Completed { At = h.At, By = h.By, CommandId = h.Command }),
        Kind(Gen.Select(Any.EffectId, Any.Word, Any.Word, Any.Text, Any.Text.Null()), (c, h) => new E.TicketRaised(c.Item1, c.Item2, c.Item3, c.Item4, c.Item5) { At = h.At, By = h.By, CommandId = h.Command }),
        Kind(Gen.Select(Any.EffectId, Gen.Enum<MailKind>(), Any.Mail, Any.Text.Null()), (c, h) => new E.MailSent(c.Item1, c.Item2, c.Item3, c.Item4) { At = h.At, By = h.By, CommandId = h.Command }),
        Kind(Gen.Select(Any.EffectId, Any.Text), (c, h) => new E.EffectDropped(c.Item1, c.Item2) { At = h.At, By = h.By, CommandId = h.Command }),
        Kind(Gen.Select(Any.EffectId, Any.Effect, Number, Any.Time, Any.Text), (c, h) => new E.EffectFailed(c.Item1, c.Item2, c.Item3, c.Item4, c.Item5) { At = h.At, By = h.By, CommandId = h.Command }),
        Kind(Gen.Select(Any.EffectId, Any.Effect, Number, Any.Text), (c, h) => new E.EffectAbandoned(c.Item1, c.Item2, c.Item3, c.Item4) { At = h.At, By = h.By, CommandId = h.Command }),
        Kind(Gen.Select(Any.EffectId, Any.Effect), (c, h) => new E.EffectRetried(c.Item1, c.Item2) { At = h.At, By = h.By, CommandId = h.Command }),
    ];

    /// <summary>One generator for each case of the family.</summary>
    public static IReadOnlyList<Gen<E>> OfEachKind => Kinds;

    public static Gen<E> OfAnyKind { get; } = Gen.OneOf(Kinds);

    private static Gen<E> Kind<T>(Gen<T> content, Func<T, (DateTimeOffset At, Actor By, string Command), E> make) =>
        Gen.Select(content, Any.Time, Any.Actor, Any.Text, (c, at, by, command) => make(c, (at, by, command)));
}
