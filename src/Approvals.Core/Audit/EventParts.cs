using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using Approvals.Core.Catalogue;
using Approvals.Core.Chains;
using Approvals.Core.Requests;

namespace Approvals.Core.Audit;

/// <summary>The values inside events. Fields may be added with a meaning for "absent"; none is ever renamed.</summary>
internal static class EventParts
{
    private static readonly FieldValueJson FieldValues = new();

    public static void Write(JsonOut w, Policy policy) => w
        .Texts("relevantFields"u8, policy.RelevantFields)
        .Flag("rejectNeedsComment"u8, policy.RejectNeedsComment)
        .Flag("returnNeedsComment"u8, policy.ReturnNeedsComment)
        .Flag("decisionsByMail"u8, policy.DecisionsByMail)
        .Text("approvedBecause"u8, policy.ApprovedBecause)
        .Duration("nudgeEvery"u8, policy.NudgeEvery)
        .List("tickets"u8, policy.Tickets, static (w, ticket) => w.Text("template"u8, ticket.Template).Text("system"u8, ticket.System).Enum("moment"u8, ticket.Moment))
        .ListIfAny("unique"u8, policy.Unique, static (w, claim) => w.Text("rule"u8, claim.Rule).Text("key"u8, claim.Key));

    public static Policy ReadPolicy(JsonIn r) => new()
    {
        RelevantFields = r.Texts("relevantFields"u8),
        RejectNeedsComment = r.Flag("rejectNeedsComment"u8, absent: true),
        ReturnNeedsComment = r.Flag("returnNeedsComment"u8, absent: true),
        DecisionsByMail = r.Flag("decisionsByMail"u8, absent: false),
        ApprovedBecause = r.TextOrNull("approvedBecause"u8),
        NudgeEvery = r.DurationOrNull("nudgeEvery"u8) ?? TimeSpan.FromHours(4),
        Tickets = r.List("tickets"u8, static r => new TicketOrder(r.Text("template"u8), r.TextOrNull("system"u8), r.Enum<TicketMoment>("moment"u8))),
        Unique = r.List("unique"u8, static r => new UniqueClaim(r.Text("rule"u8), r.Text("key"u8))),
    };

    public static void Write(JsonOut w, Content content) => w
        .Object("fields"u8, content.Fields, Write)
        .List("shown"u8, content.Shown, static (w, line) => w.Text("field"u8, line.Field).Text("label"u8, line.Label).Text("text"u8, line.Text));

    public static Content ReadContent(JsonIn r) => new(
        r.Object("fields"u8, ReadFields),
        r.List("shown"u8, static r => new ShownField(r.Text("field"u8), r.Text("label"u8), r.Text("text"u8))));

    public static void Write(JsonOut w, StepPlan step) => w
        .Int("number"u8, step.Number)
        .Text("name"u8, step.Name)
        .Text("role"u8, step.Role.Role)
        .Text("scope"u8, step.Role.Scope)
        .Int("stage"u8, step.Stage)
        .Object("quorum"u8, step.Quorum, static (w, quorum) => w.Enum("kind"u8, quorum.Kind).Int("count"u8, quorum.Count))
        .Object("timing"u8, step.Timing, Write)
        .Texts("because"u8, step.Because)
        .Text("skippedBecause"u8, step.SkippedBecause);

    public static StepPlan ReadStep(JsonIn r) => new()
    {
        Number = r.Int("number"u8),
        Name = r.Text("name"u8),
        Role = new RoleRef(r.Text("role"u8), r.TextOrNull("scope"u8)),
        Stage = r.Int("stage"u8),
        Quorum = r.Object("quorum"u8, static r => new Quorum(r.Enum<QuorumKind>("kind"u8), r.IntOrNull("count"u8) ?? 0)),
        Timing = r.Object("timing"u8, ReadTiming),
        Because = r.Texts("because"u8),
        SkippedBecause = r.TextOrNull("skippedBecause"u8),
    };

    public static void Write(JsonOut w, Assignment assignment) => w
        .Int("slot"u8, assignment.Slot)
        .Mail("assignee"u8, assignment.Assignee)
        .Enum("reason"u8, assignment.Reason)
        .Mail("onBehalfOf"u8, assignment.OnBehalfOf)
        .Object("clock"u8, assignment.Clock, Write);

    public static Assignment ReadAssignment(JsonIn r) => new()
    {
        Slot = r.Int("slot"u8),
        Assignee = r.Mail("assignee"u8),
        Reason = r.Enum<AssignmentReason>("reason"u8),
        OnBehalfOf = r.MailOrNull("onBehalfOf"u8),
        Clock = r.Object("clock"u8, ReadClock),
    };

    private static void Write(JsonOut w, StepTiming timing) => w
        .Duration("limit"u8, timing.Limit)
        .Ints("remindAtPercent"u8, timing.RemindAtPercent)
        .Duration("escalateAfter"u8, timing.EscalateAfter)
        .Duration("expireAfter"u8, timing.ExpireAfter)
        .Enum("expiry"u8, timing.Expiry);

    private static StepTiming ReadTiming(JsonIn r) => new()
    {
        Limit = r.Duration("limit"u8),
        RemindAtPercent = r.Ints("remindAtPercent"u8),
        EscalateAfter = r.DurationOrNull("escalateAfter"u8),
        ExpireAfter = r.DurationOrNull("expireAfter"u8),
        Expiry = r.Enum<ExpiryOutcome>("expiry"u8),
    };

    private static void Write(JsonOut w, AssignmentClock clock) => w
        .Time("dueAtUtc"u8, clock.DueAtUtc)
        .List("reminders"u8, clock.Reminders, static (w, reminder) => w.Int("percent"u8, reminder.Percent).Time("atUtc"u8, reminder.AtUtc))
        .Time("escalateAtUtc"u8, clock.EscalateAtUtc)
        .Time("expireAtUtc"u8, clock.ExpireAtUtc);

    private static AssignmentClock ReadClock(JsonIn r) => new(
        r.Time("dueAtUtc"u8),
        r.List("reminders"u8, static r => new Reminder(r.Int("percent"u8), r.Time("atUtc"u8))),
        r.TimeOrNull("escalateAtUtc"u8),
        r.TimeOrNull("expireAtUtc"u8));

    private static void Write(JsonOut w, ImmutableSortedDictionary<string, FieldValue> fields)
    {
        foreach (var (name, value) in fields)
        {
            w.Json.WritePropertyName(name);
            FieldValues.Write(w.Json, value, JsonSerializerOptions.Default);
        }
    }

    private static ImmutableSortedDictionary<string, FieldValue> ReadFields(JsonIn r)
    {
        var fields = ImmutableSortedDictionary.CreateBuilder<string, FieldValue>(StringComparer.Ordinal);
        foreach (var field in r.Json.EnumerateObject())
        {
            fields.Add(field.Name, ReadField(field.Value));
        }

        return fields.ToImmutable();
    }

    private static FileRef ReadFile(JsonIn r) => new(r.Text("sha256"u8), r.Text("name"u8), r.Long("size"u8), r.Text("type"u8));

    private static FieldValue ReadField(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => new FieldValue.Text(json.GetString()!),
        JsonValueKind.Number => new FieldValue.Number(json.GetDecimal()),
        JsonValueKind.True => new FieldValue.Flag(true),
        JsonValueKind.False => new FieldValue.Flag(false),
        JsonValueKind.Array when json.GetArrayLength() > 0 && json[0].ValueKind == JsonValueKind.Object => new FieldValue.Files([.. json.EnumerateArray().Select(file => ReadFile(new JsonIn(file)))]),
        JsonValueKind.Array => new FieldValue.Choices([.. json.EnumerateArray().Select(item => item.GetString() ?? throw new JsonException("A choice is null."))]),
        JsonValueKind.Object or JsonValueKind.Null => throw new JsonException("A field is a text, a number, true, false, a list of texts or a list of files."),
        _ => throw new UnreachableException(json.ValueKind.ToString()),
    };
}
