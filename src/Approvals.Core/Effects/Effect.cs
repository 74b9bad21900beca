using System.Text.Json;
using System.Text.Json.Serialization;
using Approvals.Core.Requests;

namespace Approvals.Core.Effects;

/// <summary>A job in the outside world that follows from events. It runs at least once, with its <see cref="EffectId"/> as the key.</summary>
public abstract record Effect
{
    private Effect() { }

    public sealed record SendMail(MailKind Kind, EmailAddress To) : Effect
    {
        public int Round { get; init; }
        public int? Step { get; init; }

        /// <summary>The person whose say is asked for, when the mail goes to somebody who stands in.</summary>
        public EmailAddress? OnBehalfOf { get; init; }

        /// <summary>The event that this mail tells of.</summary>
        public long About { get; init; }
    }

    public sealed record OpenTicket(string Template, string? System) : Effect;

    /// <summary>Writes on a ticket that was raised before what has become of its request since; <paramref name="About"/> is that event.</summary>
    public sealed record RemarkTicket(string Template, long About) : Effect;
}

/// <summary>The texts a topic has: one template for each kind.</summary>
public enum MailKind
{
    ApprovalRequested, Reminder, Escalated, Reassigned, Superseded, Returned, Rejected, Approved, Recalled, Cancelled, Expired, Held, TicketRaised, Commented, TicketSolved, TicketNews, Delegated,
}

/// <summary>Computed, never drawn: <c>{requestId}-{version:d10}-{index:d2}</c>. The outside system's idempotency key.</summary>
[JsonConverter(typeof(EffectIdJson))]
public readonly record struct EffectId(RequestId Request, long Version, int Index)
{
    public override string ToString() => $"{Request}-{Version:d10}-{Index:d2}";

    public static bool TryParse(string? text, out EffectId id)
    {
        id = default;
        if (text?.Split('-') is not [var request, { Length: 10 } version, { Length: 2 } index]
            || !RequestId.TryParse(request, out var requestId) || !long.TryParse(version, out var v) || !int.TryParse(index, out var i))
        {
            return false;
        }

        id = new EffectId(requestId, v, i);
        return true;
    }
}

public sealed class EffectIdJson : JsonConverter<EffectId>
{
    public override EffectId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        EffectId.TryParse(reader.GetString(), out var id) ? id : throw new JsonException("Not an effect id.");

    public override void Write(Utf8JsonWriter writer, EffectId value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
