using Approvals.Core.Requests;

namespace Approvals.Server.Work;

/// <summary>Event ids 400 to 449. Ids only.</summary>
internal static partial class Log
{
    [LoggerMessage(400, LogLevel.Error, "Advancing request {Request} failed; the sweep tries again.")]
    public static partial void AdvanceFailed(this ILogger log, Exception e, RequestId request);

    [LoggerMessage(401, LogLevel.Error, "The sweep failed; the next one tries again.")]
    public static partial void SweepFailed(this ILogger log, Exception e);

    [LoggerMessage(404, LogLevel.Error, "Work on tickets failed; the next round tries again.")]
    public static partial void TicketsFailed(this ILogger log, Exception e);

    [LoggerMessage(402, LogLevel.Error, "The anchor could not be written; it is tried again.")]
    public static partial void AnchorFailed(this ILogger log, Exception e);

    [LoggerMessage(405, LogLevel.Error, "Mail could not be taken in; it is tried again after {Pause}.")]
    public static partial void IntakeFailed(this ILogger log, Exception e, TimeSpan pause);
}
