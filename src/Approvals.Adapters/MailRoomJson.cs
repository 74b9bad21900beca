using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Approvals.Adapters.Tables;
using Approvals.App.Ports;

namespace Approvals.Adapters;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(TicketDraft))]
[JsonSerializable(typeof(KeptTicket))]
[JsonSerializable(typeof(LedgerEntry))]
[JsonSerializable(typeof(KeptMail))]
[JsonSerializable(typeof(ReceivedMail))]
[JsonSerializable(typeof(ImmutableSortedDictionary<string, string>))]
internal sealed partial class MailRoomJson : JsonSerializerContext;
