using Microsoft.Extensions.Logging;

namespace Approvals.Adapters.Channels;

/// <summary>Event ids 500 to 599. Ids only.</summary>
internal static partial class Log
{
    [LoggerMessage(500, LogLevel.Error, "Mail {Mail} of the mailbox could not be handled; it stays there for somebody to look at.")]
    public static partial void MailNotHandled(this ILogger log, Exception e, string mail);
}
