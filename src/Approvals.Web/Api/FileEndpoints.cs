using Approvals.App;
using Approvals.App.Attachments;
using Approvals.App.Topics;
using Approvals.Core.Catalogue;
using Approvals.Web.Files;
using Approvals.Web.Identity;
using Approvals.Web.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Approvals.Web.Api;

/// <param name="Id">What the form names the file by, for 20 hours and for the caller only.</param>
/// <param name="Size">In bytes.</param>
internal sealed record FileView(string Id, string Sha256, string Name, long Size, string Type);

/// <summary>Files: sent before the form that names them, and handed out to those who may read the request.</summary>
internal static class FileEndpoints
{
    public static void MapFiles(this IEndpointRouteBuilder api)
    {
        api.MapPost("/topics/{topic}/files/{field}", UploadAsync).WithTags("Files").WithName("UploadFile")
            .WithSummary("Sends a file for a field of kind files: multipart/form-data with the part 'file' and, to have it checked, a part 'sha256'. The answer's id goes into the list of that field")
            .WithMetadata(new FileParts()).Answers<FileView>(StatusCodes.Status201Created).Refuses(404, 413, 415, 422).TakesFiles();
        api.MapGet("/requests/{id}/files/{sha256}", DownloadAsync).WithTags("Files").WithName("DownloadFile").WithSummary("The bytes of a file of a request, of any of its rounds")
            .Produces(StatusCodes.Status200OK, contentType: "application/octet-stream").Refuses(404, 409);
    }

    private static async Task<IResult> UploadAsync(string topic, string field, HttpContext context, TopicShelf shelf, AttachmentDesk desk, CancellationToken ct)
    {
        var caller = context.Caller();
        if (await shelf.FindAsync(caller.Mail, topic, ct) is not { } found)
        {
            return new ProblemResult(Answers.UnknownTopic);
        }

        if (found.Field(field) is not { Kind: FieldKind.Files } spec)
        {
            var names = string.Join(", ", found.Fields.Where(one => one.Kind == FieldKind.Files).Select(one => one.Name));
            return new ProblemResult(new Problem(StatusCodes.Status404NotFound, "unknown-field", names.Length > 0 ? $"This topic takes files in: {names}." : "This topic takes no files."));
        }

        var form = await UploadBody.ReadAsync(context, spec.MaxFileBytes, ct);
        if (form.Files is not [{ Name: "file" } file])
        {
            throw new InvalidRequestException("file", "Send exactly one file, in a part named 'file'.");
        }

        await using var content = file.OpenReadStream();
        return await desk.TakeAsync(caller.Mail, spec, file.FileName, content, form["sha256"].FirstOrDefault(), ct) switch
        {
            UploadAnswer.Taken taken => TypedResults.Json(
                new FileView(taken.Receipt, taken.File.Sha256, taken.File.Name, taken.File.Size, taken.File.Type), ApiJson.Default.FileView, statusCode: StatusCodes.Status201Created),
            UploadAnswer.TooLarge large => new ProblemResult(new Problem(StatusCodes.Status413PayloadTooLarge, "too-large", large.Message)),
            UploadAnswer.Refused refused => new ProblemResult(new Problem(StatusCodes.Status422UnprocessableEntity, refused.Code, refused.Message)),
            var other => throw new System.Diagnostics.UnreachableException(other.GetType().Name),
        };
    }

    private static async Task<IResult> DownloadAsync(string id, string sha256, HttpContext context, RequestDoor door, RequestQueries queries, AttachmentDesk desk, CancellationToken ct) =>
        await door.FindAsync(context.Caller(), id, ct) is { } state ? await FileDownload.OfAsync(state, sha256, queries, desk, ct) : new ProblemResult(Answers.UnknownRequest);
}
