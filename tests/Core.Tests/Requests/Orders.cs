using Approvals.Core.Chains;
using Approvals.Core.Effects;
using Approvals.Core.Requests;
using static Approvals.Core.Tests.Requests.World;
using C = Approvals.Core.Requests.Command;

namespace Approvals.Core.Tests.Requests;

/// <summary>Commands in few words. The scenario fills in the time, the id, the facts and (unless said) the version that was seen.</summary>
internal static class Orders
{
    /// <summary>Stands for the version as it is when the command is given.</summary>
    public const long Current = long.MinValue;

    public static C Submit(params StepPlan[] chain) => Submit(Plain, chain);

    public static C Submit(Policy policy, params StepPlan[] chain) =>
        It("bo", new C.Submit { At = default, CommandId = "", By = default, Id = Id, Topic = "thing", TopicVersion = 3, Draft = Draft(chain) with { Policy = policy } });

    public static C For(this C submit, string beneficiary) => (C.Submit)submit with { Beneficiary = Mail(beneficiary) };

    public static C Resubmit(Content content, params StepPlan[] chain) => Resubmit("bo", content, Plain, chain);

    public static C Resubmit(string by, Content content, Policy policy, params StepPlan[] chain) => It(by, new C.Resubmit(Draft(chain) with { Content = content, Policy = policy }) { At = default, CommandId = "", By = default });

    public static C Approve(string by, int step = 1, int round = 1, long seen = Current, string? remark = null) =>
        It(by, new C.Approve(new Sight(round, step, seen), remark, Channel.Web) { At = default, CommandId = "", By = default });

    public static C Reject(string by, int step = 1, int round = 1, long seen = Current, string? remark = "No.") =>
        It(by, new C.Reject(new Sight(round, step, seen), remark, Channel.Web) { At = default, CommandId = "", By = default });

    public static C Return(string by, int step = 1, int round = 1, long seen = Current, string? remark = "How much?") =>
        It(by, new C.Return(new Sight(round, step, seen), remark, Channel.Web) { At = default, CommandId = "", By = default });

    public static C Recall(string by) => It(by, new C.Recall(null) { At = default, CommandId = "", By = default });
    public static C Cancel(string by) => It(by, new C.Cancel(null) { At = default, CommandId = "", By = default });
    public static C Comment(string by) => It(by, new C.Comment("Hm.") { At = default, CommandId = "", By = default });
    public static C Nudge(string by) => It(by, new C.Nudge { At = default, CommandId = "", By = default });

    public static C Snooze(string by, DateTimeOffset until, int step = 1) => It(by, new C.Snooze(step, until) { At = default, CommandId = "", By = default });

    public static C Reassign(string by, string from, string to, int step = 1, string reason = "Because.") =>
        It(by, new C.Reassign(step, Mail(from), Mail(to), reason) { At = default, CommandId = "", By = default });

    public static C Add(string by, string add, int step = 1, string reason = "Because.") =>
        It(by, new C.AddApprover(step, Mail(add), reason) { At = default, CommandId = "", By = default });

    public static C Override(string by, OverrideDecision decision, int step = 1, string reason = "Because.") =>
        It(by, new C.Override(step, decision, reason) { At = default, CommandId = "", By = default });

    public static C Tick() => It("system", new C.Tick { At = default, CommandId = "", By = default });
    public static C Record(EffectId effect, Effect job, EffectResult result) => It("system", new C.RecordEffect(effect, job, result) { At = default, CommandId = "", By = default });
    public static C Bounce(EffectId effect, string to, MailKind kind = MailKind.ApprovalRequested) => It("system", new C.NoteBounce(effect, kind, Mail(to), "550 nobody") { At = default, CommandId = "", By = default });
    public static C Retry(string by, EffectId effect) => It(by, new C.RetryEffect(effect) { At = default, CommandId = "", By = default });

    public static C Skip(string by, EffectId effect, string reason = "Not needed.") => It(by, new C.SkipEffect(effect, reason) { At = default, CommandId = "", By = default });

    public static C HandOver(string by, EffectId effect, string key = "T-9", string reason = "By hand.") =>
        It(by, new C.HandOverTicket(effect, "desk", key, null, reason) { At = default, CommandId = "", By = default });

    public static C Note(TicketPhase phase, int hours = 1, string key = "T-1", string template = "licence") =>
        It("system", new C.NoteTicket(template, key, phase, Start.AddHours(hours)) { At = default, CommandId = "", By = default });

    public static C NoteRemark(string text, string author = "agent", string key = "T-1") =>
        It("system", new C.NoteRemark("licence", key, "r1", author, text, Start.AddHours(1)) { At = default, CommandId = "", By = default });

    /// <summary>As an administrator of the desk.</summary>
    public static C AsAdministrator(this C command) => command with { ByAdministrator = true };

    private static C It(string by, C command) => command with { By = By(by), ByAdministrator = by == "ada" };
}
