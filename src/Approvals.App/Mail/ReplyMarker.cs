namespace Approvals.App.Mail;

/// <summary>The line at the top of a mail that can be answered. Whatever stands below it in an answer is ours, however the mail program quotes it.</summary>
public static class ReplyMarker
{
    public const string Line = "-- Please write your answer above this line --";
    private const string Core = "please write your answer above this line";

    public static bool IsIn(string line) => line.Contains(Core, StringComparison.OrdinalIgnoreCase);
}
