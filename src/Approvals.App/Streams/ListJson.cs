using System.Text.Json.Serialization;

namespace Approvals.App.Streams;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RequestSummary))]
[JsonSerializable(typeof(InboxItem))]
[JsonSerializable(typeof(AbandonedEffect))]
[JsonSerializable(typeof(ChangedRow))]
internal sealed partial class ListJson : JsonSerializerContext;
