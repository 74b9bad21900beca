using Microsoft.Extensions.Logging;

namespace Approvals.Adapters.GraphMail;

/// <summary>Event ids 520 to 539. Ids only.</summary>
internal static partial class Log
{
    [LoggerMessage(520, LogLevel.Warning, "Graph does not tell of new mail for now; mail is found by looking. {Reason}")]
    public static partial void NoSubscription(this ILogger log, Exception e, string reason);

    [LoggerMessage(521, LogLevel.Warning, "Graph does not know any more how far the inbox was read: everything since {ReadUpToUtc} is looked at again.")]
    public static partial void Resync(this ILogger log, DateTimeOffset readUpToUtc);

    [LoggerMessage(522, LogLevel.Information, "Mail {Mail} was listed, and is not in the inbox any more.")]
    public static partial void MailGone(this ILogger log, string mail);
}
