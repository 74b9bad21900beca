using Microsoft.Extensions.Logging;

namespace Approvals.Adapters.Yaml;

/// <summary>Event ids 900 to 999.</summary>
internal static partial class Log
{
    [LoggerMessage(900, LogLevel.Information, "Catalogue {Number} is in use ({How}): {Files} files and {Topics} topics changed.")]
    public static partial void CatalogueLoaded(this ILogger log, int number, string how, int files, int topics);

    [LoggerMessage(901, LogLevel.Error, "The changed catalogue has {Count} errors and is not used; the one before stays in use. {Errors}")]
    public static partial void CatalogueWrong(this ILogger log, int count, string errors);
}
