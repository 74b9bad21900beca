using Microsoft.AspNetCore.Http;

namespace Approvals.Web.Hosting;

/// <summary>Which paths programs use, and which people.</summary>
internal static class Paths
{
    public static bool IsApi(PathString path) => path.StartsWithSegments("/api");

    public static bool IsMachine(PathString path) => IsApi(path) || path.StartsWithSegments("/health") || path.StartsWithSegments("/openapi") || path.StartsWithSegments("/assets");
}
