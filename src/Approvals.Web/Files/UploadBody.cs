using Approvals.Core.Catalogue;
using Approvals.Web.Hosting;
using Approvals.Web.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Approvals.Web.Files;

/// <summary>Bodies with files in them: larger than others, and read as a form of several parts. Large parts wait on disk, never in memory.</summary>
internal static class UploadBody
{
    /// <summary>The most that one form may bring, in bytes; each field has its own limit besides.</summary>
    public const long MostBytes = 2 * FileRef.MostBytes + PartsBytes;

    // For the other fields, and what stands around the parts.
    private const long PartsBytes = 512 * 1024;
    private const int MostParts = 500;
    private static readonly TimeSpan Slow = TimeSpan.FromMinutes(3);

    /// <summary>The endpoint takes files: its body may be large and slow.</summary>
    public static RouteHandlerBuilder TakesFiles(this RouteHandlerBuilder endpoint)
    {
        endpoint.WithRequestTimeout(Slow);
        return endpoint.WithMetadata(new LargerBody(MostBytes));
    }

    /// <summary>The form of a request for one file of at most so many bytes. Reading stops as soon as there are more. Throws <see cref="InvalidRequestException"/>.</summary>
    public static async Task<IFormCollection> ReadAsync(HttpContext context, long mostBytes, CancellationToken ct)
    {
        if (!context.Request.HasFormContentType || !context.Request.ContentType!.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidRequestException(new Problem(StatusCodes.Status415UnsupportedMediaType, "unsupported-media-type", "Send the file as multipart/form-data, in a part named 'file'."));
        }

        if (context.Request.ContentLength > mostBytes + PartsBytes)
        {
            throw new InvalidRequestException(TooLarge(mostBytes));
        }

        try
        {
            var options = new FormOptions { MultipartBodyLengthLimit = mostBytes + 1, ValueCountLimit = MostParts };
            return await new FormFeature(context.Request, options).ReadFormAsync(ct);
        }
        catch (InvalidDataException e) when (e.Message.Contains("limit", StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidRequestException(TooLarge(mostBytes));
        }
        catch (Exception e) when (e is InvalidDataException || (e is IOException and not BadHttpRequestException && !ct.IsCancellationRequested))
        {
            throw new InvalidRequestException(new Problem(StatusCodes.Status400BadRequest, "invalid-request", "The body ends in the middle, or is no multipart/form-data. Send the file again."));
        }
    }

    public static Problem TooLarge(long mostBytes) =>
        new(StatusCodes.Status413PayloadTooLarge, "too-large", $"At most {FileRef.SizeText(mostBytes)} are taken here. Attach a smaller file.");
}
