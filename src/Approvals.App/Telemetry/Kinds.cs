using Approvals.Core.Effects;
using Approvals.Core.Requests;

namespace Approvals.App.Telemetry;

/// <summary>Names of kinds as telemetry and people of the desk read them.</summary>
internal static class Kinds
{
    public static string Of(Command command) => Spell(command.GetType().Name);

    public static string Of(EffectResult result) => Spell(result.GetType().Name);

    public static string Of(Effect effect) => effect switch
    {
        Effect.SendMail mail => "mail-" + Spell(mail.Kind.ToString()),
        Effect.OpenTicket => "ticket",
        Effect.RemarkTicket => "remark",
        _ => throw new System.Diagnostics.UnreachableException(effect.GetType().Name),
    };

    private static string Spell(string name) => string.Concat(name.Select((c, i) => i > 0 && char.IsUpper(c) ? $"-{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));
}
