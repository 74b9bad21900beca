using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Approvals.Core.Catalogue;
using Approvals.Core.Requests;

namespace Approvals.Web.Api;

/// <param name="Beneficiary">For whom it is, when not for the caller.</param>
internal sealed record SubmitBody(string Topic, ImmutableSortedDictionary<string, FieldValue> Fields, EmailAddress? Beneficiary = null);

internal sealed record FieldsBody(ImmutableSortedDictionary<string, FieldValue> Fields);

/// <param name="SeenVersion">The version that was looked at when deciding.</param>
internal sealed record DecisionBody(int Step, int Round, long SeenVersion, Decision Decision, string? Comment = null);

[JsonConverter(typeof(DecisionJson))]
internal enum Decision { Approve, Reject, Return }

internal sealed record ReasonBody(string? Reason = null);

internal sealed record CommentBody(string Text);

/// <param name="Until">No reminder comes before this time.</param>
internal sealed record SnoozeBody(int Step, DateTimeOffset Until);

internal sealed record ReassignBody(int Step, EmailAddress From, EmailAddress To, string Reason);

internal sealed record AddApproverBody(int Step, EmailAddress Add, string Reason);

internal sealed record OverrideBody(int Step, OverrideChoice Decision, string Reason);

[JsonConverter(typeof(OverrideJson))]
internal enum OverrideChoice { Approve, Reject }

internal sealed record DelegationBody(EmailAddress To, DateTimeOffset From, DateTimeOffset Until);

internal sealed class DecisionJson() : JsonStringEnumConverter<Decision>(System.Text.Json.JsonNamingPolicy.CamelCase, allowIntegerValues: false);

internal sealed class OverrideJson() : JsonStringEnumConverter<OverrideChoice>(System.Text.Json.JsonNamingPolicy.CamelCase, allowIntegerValues: false);
