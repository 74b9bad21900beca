using Microsoft.Extensions.Logging;

namespace Approvals.Adapters.Graph;

/// <summary>Event ids 1000 to 1049. Groups, numbers and codes only: no names or addresses.</summary>
internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Warning, "Microsoft Graph is away: {Why} What was read in the last hours is used meanwhile.")]
    public static partial void GraphAway(this ILogger log, string why);

    [LoggerMessage(1001, LogLevel.Warning, "The group {Group} of the role {Role} does not exist. The role has no holders: its owner is asked. Correct the group in people.yaml.")]
    public static partial void GroupMissing(this ILogger log, string group, string role);

    [LoggerMessage(1002, LogLevel.Warning, "{Count} members of the group {Group} have no mail address and are not asked.")]
    public static partial void MembersWithoutAddress(this ILogger log, int count, string group);

    [LoggerMessage(1003, LogLevel.Warning, "Microsoft Graph shows no mailbox settings ({Answer}): nobody's hours and absences are known. Give the permission MailboxSettings.Read: infra/graph-grants.")]
    public static partial void MailboxesHidden(this ILogger log, string answer);

    [LoggerMessage(1004, LogLevel.Warning, "Microsoft Graph knows none of the desk's owners. They are asked as people.yaml says. Correct 'owners' there.")]
    public static partial void OwnersUnknown(this ILogger log);
}
