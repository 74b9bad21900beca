using Microsoft.Extensions.Logging;

namespace Approvals.App.Audit;

internal static partial class Log
{
    [LoggerMessage(501, LogLevel.Information, "Anchored {Day}: {Requests} requests, SHA-256 {Digest}. Keep this line where the store's keepers can not change it.")]
    public static partial void Anchored(this ILogger log, DateOnly day, long requests, string digest);

    [LoggerMessage(502, LogLevel.Warning, "No anchor was written since {Last}; days before {From} are too long ago and stay without one.")]
    public static partial void DaysLeftOut(this ILogger log, DateOnly last, DateOnly from);
}
