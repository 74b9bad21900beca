using System.Collections.Immutable;
using Approvals.Core.Catalogue;
using Approvals.Core.Chains;
using Approvals.Core.Effects;
using Approvals.Core.Requests;
using CsCheck;

namespace Core.Tests.Generators;

/// <summary>Arbitrary values of the types that events are made of. Valid, not plausible: a step 7 of no chain is fine.</summary>
public static class AnyValue
{
    // What goes wrong in JSON, in line formats and in pages: quotes, escapes, controls, markup, letters beyond ASCII, pairs of surrogates, line separators.
    private static readonly string[] Pieces =
    [
        "a", "Z", "0", " ", "\"", "\\", "/", "\n", "\r", "\t", "\0", "\u001f", "<b>", "&", "'", "+", "é", "ß", "汉", "😀", "\u2028", "\ufeff", "{", "}", "[", ",", ":", "\"data\":",
    ];

    public static Gen<string> Text { get; } = Gen.Int[0, Pieces.Length - 1].Array[0, 12].Select(picked => string.Concat(picked.Select(piece => Pieces[piece])));

    public static Gen<string> Word { get; } = Gen.Char['a', 'z'].Array[1, 8].Select(letters => new string(letters));

    public static Gen<DateTimeOffset> Time { get; } =
        Gen.Long[new DateTime(2000, 1, 1).Ticks, new DateTime(2100, 1, 1).Ticks].Select(ticks => new DateTimeOffset(ticks, TimeSpan.Zero));

    public static Gen<TimeSpan> Duration { get; } = Gen.Long[0, TimeSpan.FromDays(100).Ticks].Select(ticks => new TimeSpan(ticks));

    public static Gen<EmailAddress> Mail { get; } = Gen.Select(Word, Word, (local, domain) => EmailAddress.Parse($"{local}+x@{domain}.example"));

    public static Gen<Actor> Actor { get; } = Gen.OneOf(Gen.Const(Approvals.Core.Requests.Actor.System), Mail.Select(Approvals.Core.Requests.Actor.Of));

    public static Gen<RequestId> RequestId { get; } = Gen.Byte.Array[16].Select(bytes => Approvals.Core.Requests.RequestId.FromBytes(bytes));

    public static Gen<EffectId> EffectId { get; } =
        Gen.Select(RequestId, Gen.Long[1, 9_999_999_999], Gen.Int[0, 99], (request, version, index) => new EffectId(request, version, index));

    public static Gen<FieldValue> FieldValue { get; } = Gen.OneOf(
        Text.Select(text => (FieldValue)new FieldValue.Text(text)),
        Gen.Decimal.Select(number => (FieldValue)new FieldValue.Number(number)),
        Gen.Bool.Select(flag => (FieldValue)new FieldValue.Flag(flag)),
        Text.Array[0, 3].Select(values => (FieldValue)new FieldValue.Choices([.. values])));

    public static Gen<Content> Content { get; } = Gen.Select(
        Gen.Select(Text, FieldValue).Array[0, 4],
        Gen.Select(Text, Text, Text, (field, label, text) => new ShownField(field, label, text)).Array[0, 3],
        (fields, shown) => new Content(
            fields.DistinctBy(field => field.Item1).ToImmutableSortedDictionary(field => field.Item1, field => field.Item2, StringComparer.Ordinal),
            [.. shown]));

    public static Gen<Policy> Policy { get; } = Gen.Select(
        Text.Array[0, 3], Gen.Bool, Gen.Bool, Gen.Bool, Text.Null(), Duration,
        Gen.Select(Word, Word.Null(), Gen.Enum<TicketMoment>(), (template, system, moment) => new TicketOrder(template, system, moment)).Array[0, 2],
        (relevant, reject, give, mail, approved, nudge, tickets) => new Policy
        {
            RelevantFields = [.. relevant],
            RejectNeedsComment = reject,
            ReturnNeedsComment = give,
            DecisionsByMail = mail,
            ApprovedBecause = approved,
            NudgeEvery = nudge,
            Tickets = [.. tickets],
        });

    public static Gen<StepTiming> Timing { get; } = Gen.Select(
        Duration, Gen.Int[1, 100].Array[0, 3], Duration.Nullable(), Duration.Nullable(), Gen.Enum<ExpiryOutcome>(),
        (limit, remind, escalate, expire, expiry) => new StepTiming { Limit = limit, RemindAtPercent = [.. remind], EscalateAfter = escalate, ExpireAfter = expire, Expiry = expiry });

    public static Gen<StepPlan> Step { get; } = Gen.Select(
        Gen.Int[1, 9], Text, Gen.Select(Word, Word.Null(), (role, scope) => new RoleRef(role, scope)), Gen.Int[1, 5],
        Gen.OneOf(Gen.Const(Quorum.All), Gen.Const(Quorum.Any), Gen.Int[1, 5].Select(Quorum.Of)), Timing, Text.Array[0, 2], Text.Null(),
        (number, name, role, stage, quorum, timing, because, skipped) => new StepPlan
        {
            Number = number,
            Name = name,
            Role = role,
            Stage = stage,
            Quorum = quorum,
            Timing = timing,
            Because = [.. because],
            SkippedBecause = skipped,
        });

    public static Gen<ImmutableArray<StepPlan>> Chain { get; } = Step.Array[0, 3].Select(steps => steps.ToImmutableArray());

    public static Gen<Assignment> Assignment { get; } = Gen.Select(
        Gen.Int[0, 5], Mail, Gen.Enum<AssignmentReason>(), Mail.Nullable(),
        Gen.Select(
            Time, Gen.Select(Gen.Int[1, 100], Time, (percent, at) => new Reminder(percent, at)).Array[0, 3], Time.Nullable(), Time.Nullable(),
            (due, reminders, escalate, expire) => new AssignmentClock(due, [.. reminders], escalate, expire)),
        (slot, assignee, reason, behalf, clock) => new Assignment { Slot = slot, Assignee = assignee, Reason = reason, OnBehalfOf = behalf, Clock = clock });

    public static Gen<Effect> Effect { get; } = Gen.OneOf(
        Gen.Select(
            Gen.Enum<MailKind>(), Mail, Gen.Int[0, 9], Gen.Int[1, 9].Nullable(), Mail.Nullable(), Gen.Long[0, long.MaxValue],
            (kind, to, round, step, behalf, about) => (Effect)new Effect.SendMail(kind, to) { Round = round, Step = step, OnBehalfOf = behalf, About = about }),
        Gen.Select(Word, Word.Null(), (template, system) => (Effect)new Effect.OpenTicket(template, system)),
        Gen.Select(Word, Gen.Long[1, 999], (template, about) => (Effect)new Effect.RemarkTicket(template, about)));
}
