using Approvals.Web.Problems;
using Microsoft.AspNetCore.Http;

namespace Approvals.Web.Api;

/// <summary>The header that makes sending something twice the same as sending it once.</summary>
internal static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";
    private const int MaxLength = 255;

    public static string? Of(HttpRequest request)
    {
        var given = request.Headers[Header];
        return given.Count == 0 ? null
            : given is [{ Length: > 0 and <= MaxLength } key] && key.All(c => c is > ' ' and <= '~') ? key
            : throw new InvalidRequestException(new Problem(
                StatusCodes.Status400BadRequest, "invalid-idempotency-key", $"{Header} holds one key of 1 to {MaxLength} visible ASCII characters."));
    }
}
