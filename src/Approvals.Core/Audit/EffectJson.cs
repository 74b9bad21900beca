using System.Text.Json;
using Approvals.Core.Effects;

namespace Approvals.Core.Audit;

/// <summary>Effects as bytes, for outbox rows and inside events: <c>{"type":"open-ticket.v1",…}</c>.</summary>
public static class EffectJson
{
    public static byte[] Write(Effect effect) => JsonBytes.Write(effect, Write);

    /// <exception cref="CorruptStreamException">The bytes are not an effect, or one of a newer product.</exception>
    public static Effect Read(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonBytes.Read(json, 0, static (r, _) => Read(r));
        }
        catch (Exception e) when (EventJson.IsMalformed(e))
        {
            throw new CorruptStreamException("effect", null, e.Message, e);
        }
    }

    internal static void Write(JsonOut w, Effect effect) => _ = effect switch
    {
        Effect.SendMail e => w.Text("type"u8, "send-mail.v1").Enum("kind"u8, e.Kind).Mail("to"u8, e.To)
            .Int("round"u8, e.Round).Int("step"u8, e.Step).Mail("onBehalfOf"u8, e.OnBehalfOf).Int("about"u8, e.About),
        Effect.OpenTicket e => w.Text("type"u8, "open-ticket.v1").Text("template"u8, e.Template).Text("system"u8, e.System),
        Effect.RemarkTicket e => w.Text("type"u8, "remark-ticket.v1").Text("template"u8, e.Template).Int("about"u8, e.About),
        _ => throw new System.Diagnostics.UnreachableException(effect.GetType().Name),
    };

    internal static Effect Read(JsonIn r) => r.Text("type"u8) switch
    {
        "send-mail.v1" => new Effect.SendMail(r.Enum<MailKind>("kind"u8), r.Mail("to"u8))
        {
            Round = r.IntOrNull("round"u8) ?? 0,
            Step = r.IntOrNull("step"u8),
            OnBehalfOf = r.MailOrNull("onBehalfOf"u8),
            About = r.LongOrNull("about"u8) ?? 0,
        },
        "open-ticket.v1" => new Effect.OpenTicket(r.Text("template"u8), r.TextOrNull("system"u8)),
        "remark-ticket.v1" => new Effect.RemarkTicket(r.Text("template"u8), r.Long("about"u8)),
        var type => throw new JsonException($"the product has no effect '{type}'; a newer one may have written it"),
    };
}
