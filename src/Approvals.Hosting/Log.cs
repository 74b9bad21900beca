using Microsoft.Extensions.Logging;

namespace Approvals.Hosting;

/// <summary>Event ids 450 to 499. Ids only.</summary>
internal static partial class Log
{
    [LoggerMessage(450, LogLevel.Error, "The files of the catalogue could not be looked at; the one in use stays.")]
    public static partial void CatalogueFailed(this ILogger log, Exception e);
}
