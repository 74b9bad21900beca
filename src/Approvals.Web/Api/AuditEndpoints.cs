using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Approvals.App;
using Approvals.App.Audit;
using Approvals.App.Ports;
using Approvals.Core.Audit;
using Approvals.Core.Requests;
using Approvals.Web.Identity;
using Approvals.Web.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Routing;

namespace Approvals.Web.Api;

internal sealed record EventsView(IReadOnlyList<EventView> Items)
{
    public static EventsView Of(ImmutableArray<(RequestEvent Event, StoredEvent Stored)> events) =>
        new([.. events.Select(e => new EventView(e.Stored.Version, Convert.ToHexStringLower(e.Stored.Hash.Span), new RawJson(e.Stored.Bytes)))]);
}

/// <param name="Hash">SHA-256 over the hash of the event before and the bytes of <paramref name="Event"/>: lower-case hex.</param>
/// <param name="Event">Byte for byte as it is stored and was hashed.</param>
internal sealed record EventView(long Version, string Hash, RawJson Event);

internal sealed record VerdictView(bool Intact, long? FirstBroken, long Events, string LastHash);

/// <summary>JSON that goes out as it is: writing it anew could change a byte, and then its hash.</summary>
[JsonConverter(typeof(RawJsonWriter))]
internal readonly record struct RawJson(ReadOnlyMemory<byte> Bytes);

internal sealed class RawJsonWriter : JsonConverter<RawJson>
{
    public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

    public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options) => writer.WriteRawValue(value.Bytes.Span, skipInputValidation: true);
}

internal static class AuditEndpoints
{
    public static void MapAudit(this IEndpointRouteBuilder api)
    {
        var audit = api.MapGroup("/admin/audit").RequireAuthorization(Policies.SeesEverything).WithTags("Administration");
        audit.MapGet("/verify", VerifyAsync).WithName("VerifyAudit").WithSummary("Recomputes the hash chain of one request").Answers<VerdictView>().Refuses(404);
        audit.MapGet("/export", ExportAsync).WithName("ExportAudit").WithSummary("Every event of every request, one JSON object a line")
            .Produces(StatusCodes.Status200OK, contentType: AuditExport.ContentType).WithMetadata(new DisableRequestTimeoutAttribute());
    }

    private static async Task<IResult> VerifyAsync(string? requestId, RequestQueries queries, CancellationToken ct)
    {
        if (requestId is null)
        {
            throw new InvalidRequestException("requestId", "Name the request to verify.");
        }

        try
        {
            return RequestId.TryParse(requestId, out var id) && await queries.VerifyAsync(id, ct) is { } verdict
                ? TypedResults.Ok(new VerdictView(verdict.Intact, verdict.FirstBroken, verdict.Events, verdict.LastHash))
                : new ProblemResult(Answers.UnknownRequest);
        }
        catch (CorruptStreamException e)
        {
            // The store refuses a stream that does not fit its head: a cut tail, which no hash of what is left can show.
            return TypedResults.Ok(new VerdictView(false, e.Version, 0, ""));
        }
    }

    private static Task ExportAsync(HttpContext context, AuditExport export, TimeProvider clock, CancellationToken ct)
    {
        context.Response.ContentType = AuditExport.ContentType;
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"audit-{clock.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}.jsonl\"";
        return export.WriteAsync(context.Response.Body, ct);
    }
}
