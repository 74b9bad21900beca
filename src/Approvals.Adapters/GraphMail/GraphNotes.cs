using System.Text.Json;
using System.Text.Json.Serialization;

namespace Approvals.Adapters.GraphMail;

/// <summary>How far one mail got.</summary>
internal sealed record MailNote
{
    /// <summary>The address of the mailbox that the draft lies in.</summary>
    public required string Mailbox { get; init; }

    /// <summary>Graph's id of the draft, and of the mail that it becomes.</summary>
    public required string Id { get; init; }

    /// <summary>Without angle brackets.</summary>
    public required string MessageId { get; init; }
    public string? ConversationId { get; init; }

    /// <summary>When it was about to be sent; null: it is certain that it was not.</summary>
    public DateTimeOffset? SendingAtUtc { get; init; }
    public bool IsSent { get; init; }

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, GraphNotes.Default.MailNote);

    public static MailNote Read(ReadOnlyMemory<byte> bytes) => JsonSerializer.Deserialize(bytes.Span, GraphNotes.Default.MailNote)!;
}

/// <summary>How far one mailbox was read.</summary>
/// <param name="Link">Where the next page begins; null: at the very beginning.</param>
/// <param name="ReadUpToUtc">Everything that came before was handed in.</param>
/// <param name="RoundFromUtc">When the round under way began; null: the next page begins one.</param>
/// <param name="IsFirst">This round lists the whole folder, also what was handed in before.</param>
internal sealed record PlaceNote(string? Link, DateTimeOffset ReadUpToUtc, DateTimeOffset? RoundFromUtc, bool IsFirst)
{
    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, GraphNotes.Default.PlaceNote);

    public static PlaceNote Read(ReadOnlyMemory<byte> bytes) => JsonSerializer.Deserialize(bytes.Span, GraphNotes.Default.PlaceNote)!;
}

/// <summary>The subscription of one mailbox.</summary>
/// <param name="Id">Null: Graph removed it.</param>
/// <param name="RenewAtUtc">From then on it is renewed.</param>
internal sealed record SubscriptionNote(string? Id, DateTimeOffset ExpiresAtUtc, DateTimeOffset RenewAtUtc)
{
    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, GraphNotes.Default.SubscriptionNote);

    public static SubscriptionNote Read(ReadOnlyMemory<byte> bytes) => JsonSerializer.Deserialize(bytes.Span, GraphNotes.Default.SubscriptionNote)!;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(MailNote))]
[JsonSerializable(typeof(PlaceNote))]
[JsonSerializable(typeof(SubscriptionNote))]
internal sealed partial class GraphNotes : JsonSerializerContext;
