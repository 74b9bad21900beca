using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Approvals.App.Ports;

namespace Approvals.Adapters.Sqlite;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(TicketDraft))]
[JsonSerializable(typeof(ImmutableSortedDictionary<string, string>))]
internal sealed partial class MailRoomJson : JsonSerializerContext;
