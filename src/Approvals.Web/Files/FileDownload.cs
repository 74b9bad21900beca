using System.Globalization;
using Approvals.App;
using Approvals.App.Attachments;
using Approvals.Core.Requests;
using Approvals.Web.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Approvals.Web.Files;

/// <summary>Hands a file out so that no browser opens it here: to be saved, of the type that it has, in a sandbox without an origin.</summary>
internal sealed class FileDownload(DownloadAnswer.Found found) : IResult
{
    private const string Policy = "default-src 'none'; sandbox; frame-ancestors 'none'";

    /// <summary>The file of a request that somebody may read.</summary>
    public static async Task<IResult> OfAsync(RequestState state, string sha256, RequestQueries queries, AttachmentDesk desk, CancellationToken ct)
    {
        var history = await queries.EventsAsync(state.Facts!.Id, ct);
        return await desk.OpenAsync(history.Select(entry => entry.Event), sha256, ct) switch
        {
            DownloadAnswer.Found file => new FileDownload(file),
            DownloadAnswer.Withheld no => new ProblemResult(new Problem(StatusCodes.Status409Conflict, no.Code, no.Message)),
            DownloadAnswer.Unknown => new ProblemResult(new Problem(StatusCodes.Status404NotFound, "unknown-file", "This request has no such file.")),
            var other => throw new System.Diagnostics.UnreachableException(other.GetType().Name),
        };
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        await using var content = found.Content;
        var headers = httpContext.Response.Headers;
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(found.File.Name);
        headers.ContentDisposition = disposition.ToString();
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.ContentType = found.File.Type;
        headers.ContentLength = found.File.Size;
        headers["Repr-Digest"] = string.Create(CultureInfo.InvariantCulture, $"sha-256=:{Convert.ToBase64String(Convert.FromHexString(found.File.Sha256))}:");
        if (!HttpMethods.IsHead(httpContext.Request.Method))
        {
            await content.CopyToAsync(httpContext.Response.Body, httpContext.RequestAborted);
        }
    }
}
