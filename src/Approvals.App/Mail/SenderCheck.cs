using Approvals.Core.Requests;

namespace Approvals.App.Mail;

/// <summary>Who sent a mail, as far as the mail boundary in front of us vouches for it.</summary>
internal abstract record Sender
{
    private Sender() { }

    public sealed record Known(EmailAddress Mail) : Sender;

    /// <param name="Claimed">Who it says it is from; nothing may be believed of it.</param>
    public sealed record Doubtful(string Why, EmailAddress? Claimed) : Sender;
}

internal static class SenderCheck
{
    public const string Header = "Authentication-Results";
    private const int MaxHeaders = 100;

    // Microsoft's composite authentication: failed, failed in test mode, failed by policy, spoofed within the domain.
    private static readonly string[] RefusedReasons = ["000", "001", "002", "010"];

    /// <summary>Exactly one From, and the topmost results of our own boundary say that DMARC passed for its domain.</summary>
    public static Sender Of(InboundMail mail, MailOptions options)
    {
        if (mail.From is not [var from] || mail.HeaderValues("From").Count() != 1)
        {
            return new Sender.Doubtful("it does not name exactly one sender", null);
        }

        if (!EmailAddress.TryParse(from, out var sender))
        {
            return new Sender.Doubtful("its sender is not a plain mail address", null);
        }

        return Topmost(mail, options.AuthservId) switch
        {
            null => new Sender.Doubtful("our mail boundary did not vouch for its sender", sender),
            var results => Flaw(results, sender) is { } flaw ? new Sender.Doubtful(flaw, sender) : new Sender.Known(sender),
        };
    }

    // Only the topmost header of our boundary is its own: everything below it came in with the mail. One that can not be read is not skipped
    // when it may be ours.
    public static AuthenticationResults? Topmost(InboundMail mail, string authservId)
    {
        if (authservId == MailOptions.Unnamed)
        {
            return mail.HeaderValues(Header).FirstOrDefault() is { } first ? AuthenticationResults.ParseUnnamed(first) : null;
        }

        foreach (var value in mail.HeaderValues(Header).Take(MaxHeaders))
        {
            if (AuthenticationResults.Parse(value) is not { } results)
            {
                if (value.Contains(authservId, StringComparison.OrdinalIgnoreCase))
                {
                    return null;
                }
            }
            else if (results.AuthservId.Equals(authservId, StringComparison.OrdinalIgnoreCase))
            {
                return results;
            }
        }

        return null;
    }

    private static string? Flaw(AuthenticationResults results, EmailAddress sender)
    {
        if (results.Results.Where(result => result.Method == "dmarc").ToList() is not [var dmarc])
        {
            return "the check of its domain (DMARC) has no single result";
        }

        if (dmarc.Result != "pass")
        {
            return $"the check of its domain (DMARC) says '{CleanText.Line(dmarc.Result, 20)}'";
        }

        if (dmarc.Values("header.from").ToList() is not [var domain] || !domain.TrimEnd('.').Equals(sender.Domain, StringComparison.OrdinalIgnoreCase))
        {
            return "the checked domain is not that of its sender";
        }

        var composite = results.Results.Where(result => result.Method == "compauth").ToList();
        return composite.Any(result => result.Result != "pass")
            || composite.Concat([dmarc]).SelectMany(result => result.Values("reason")).Any(reason => RefusedReasons.Contains(reason))
                ? "the composite check of its sender failed"
                : null;
    }
}
