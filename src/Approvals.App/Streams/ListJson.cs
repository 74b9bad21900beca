using System.Text.Json.Serialization;

namespace Approvals.App.Streams;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RequestSummary))]
[JsonSerializable(typeof(InboxItem))]
[JsonSerializable(typeof(AbandonedEffect))]
[JsonSerializable(typeof(ChangedRow))]
[JsonSerializable(typeof(WaitingTicket))]
[JsonSerializable(typeof(WatchedTicket))]
internal sealed partial class ListJson : JsonSerializerContext;
