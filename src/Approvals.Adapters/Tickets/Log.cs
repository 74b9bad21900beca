using Microsoft.Extensions.Logging;

namespace Approvals.Adapters.Tickets;

/// <summary>Event ids 600 to 699. Systems and keys only: no addresses, texts or secrets.</summary>
internal static partial class Log
{
    [LoggerMessage(600, LogLevel.Warning, "The ticket {Key} was found in {System}: an earlier attempt had raised it.")]
    public static partial void TicketFound(this ILogger log, string system, string key);
}
