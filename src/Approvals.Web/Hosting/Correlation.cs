using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Approvals.Web.Hosting;

/// <summary>The name under which a call can be found again: the caller's <c>X-Request-Id</c>, else the trace.</summary>
internal static class Correlation
{
    public const string Header = "X-Request-Id";
    private const int MaxLength = 128;

    public static string Of(HttpContext context) =>
        context.Request.Headers[Header] is [{ Length: > 0 and <= MaxLength } given] && given.All(c => c is > ' ' and <= '~')
            ? given
            : Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier;
}
