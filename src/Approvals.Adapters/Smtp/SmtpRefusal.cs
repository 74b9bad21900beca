using System.Text.RegularExpressions;

namespace Approvals.Adapters.Smtp;

/// <summary>Tells an address at which nobody is from a server that does not want us: what is our own fault must not make everybody count as out of reach.</summary>
internal static partial class SmtpRefusal
{
    /// <param name="status">Of the recipient: 550.</param>
    /// <param name="text">What the server said with it.</param>
    public static bool IsOfTheAddress(int status, string text)
    {
        if (status < 500)
        {
            return false;
        }

        // RFC 3463: 5.1 is about the address, 5.2 about the mailbox, 5.4, 5.5 and 5.7 about the way there and about us.
        return Enhanced().Match(text) is { Success: true } code
            ? code.Groups[1].Value is "1" or "2" && code.Value != "5.1.7" && code.Value != "5.1.8"
            : status is 550 or 551 or 552 or 553 && !AboutUs().IsMatch(text);
    }

    [GeneratedRegex(@"\b5\.(\d{1,3})\.\d{1,3}\b", RegexOptions.CultureInvariant)]
    private static partial Regex Enhanced();

    [GeneratedRegex("relay|authenticat|auth |spam|blocked|blacklist|listed|policy|denied|permitted|sender", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex AboutUs();
}
