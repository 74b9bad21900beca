using Microsoft.Extensions.Logging;

namespace Approvals.App.Tickets;

/// <summary>Event ids 150 to 199. Systems and counts only.</summary>
internal static partial class Log
{
    [LoggerMessage(150, LogLevel.Warning, "Tickets in {System} could not be looked at; the next round tries again.")]
    public static partial void LookFailed(this ILogger log, Exception e, string system);

    [LoggerMessage(151, LogLevel.Error, "{System} shows none of {Count} tickets that were raised there. Check the rights of the product's account; nothing was noted.")]
    public static partial void NothingSeen(this ILogger log, string system, int count);
}
