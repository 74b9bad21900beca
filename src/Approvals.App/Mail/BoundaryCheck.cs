using Approvals.App.Ports;

namespace Approvals.App.Mail;

/// <summary>What the headers of a test mail show of the mail boundary and of the domain: the same rules as for answers.</summary>
internal static class BoundaryCheck
{
    private const int MaxShown = 80;

    public static IEnumerable<MailFinding> Of(InboundMail mail, MailOptions options)
    {
        if (SenderCheck.Topmost(mail, options.AuthservId) is not { } own)
        {
            yield return NoOwn(mail, options);
        }
        else
        {
            yield return Boundary(mail, options);
            foreach (var method in new[] { "spf", "dkim", "dmarc" })
            {
                yield return Judge(method, own, options.Mailbox.Domain);
            }
        }

        yield return SenderCheck.Of(mail, options) switch
        {
            Sender.Known => MailFinding.Ok("answers", $"A mail from {options.Mailbox.Domain} counts as from its sender."),
            Sender.Doubtful(var why, _) => MailFinding.Fail(
                "answers", $"An answer like the test mail would be refused: {why}.", "Mend what stands above; until then people decide on the page."),
            var other => throw new System.Diagnostics.UnreachableException(other.GetType().Name),
        };
    }

    private static MailFinding Boundary(InboundMail mail, MailOptions options) =>
        options.AuthservId == MailOptions.Unnamed ? MailFinding.Ok("boundary", "The topmost Authentication-Results name no server, as those of Exchange Online do.")
        : AuthenticationResults.Parse(mail.HeaderValues(SenderCheck.Header).First()) is { } first && first.AuthservId.Equals(options.AuthservId, StringComparison.OrdinalIgnoreCase)
            ? MailFinding.Ok("boundary", $"{options.AuthservId} writes the topmost Authentication-Results.")
            : MailFinding.Warning(
                "boundary",
                $"Authentication-Results of another server stand above those of {options.AuthservId}: the mail passes {options.AuthservId} before it passes that one.",
                "Set Approvals:Mail:AuthservId to the last server of yours that judges senders.");

    private static MailFinding NoOwn(InboundMail mail, MailOptions options)
    {
        const string Mend = "Let your mail boundary check SPF, DKIM and DMARC, and set Approvals:Mail:AuthservId to the name that it writes first in Authentication-Results.";
        var first = mail.HeaderValues(SenderCheck.Header).FirstOrDefault();
        return first is null ? MailFinding.Fail("boundary", "The test mail came back without Authentication-Results: nobody vouches for senders.", Mend)
            : AuthenticationResults.Parse(first) is not { } results || results.AuthservId.Contains('=', StringComparison.Ordinal) ? NoName(options, Mend)
            : results.AuthservId.Equals(options.AuthservId, StringComparison.OrdinalIgnoreCase) ? MailFinding.Fail("boundary", "The Authentication-Results are not well formed.", Mend)
            : MailFinding.Fail(
                "boundary",
                $"No Authentication-Results are of {options.AuthservId}; the topmost are of {CleanText.Line(results.AuthservId, MaxShown)}.",
                $"If that is your own mail boundary, set Approvals:Mail:AuthservId to {CleanText.Line(results.AuthservId, MaxShown)}. Else: {Mend}");
    }

    private static MailFinding NoName(MailOptions options, string mend) => options.AuthservId == MailOptions.Unnamed
        ? MailFinding.Fail("boundary", "The Authentication-Results are not well formed.", mend)
        : MailFinding.Fail(
            "boundary", "The topmost Authentication-Results name no server: nobody can tell whose they are.", $"If every mail comes in through Exchange Online, set Approvals:Mail:AuthservId to {MailOptions.Unnamed}. Else: {mend}");

    private static MailFinding Judge(string method, AuthenticationResults own, string domain)
    {
        var results = own.Results.Where(result => result.Method == method).Select(result => CleanText.Line(result.Result, MaxShown)).Distinct().ToList();
        var name = method.ToUpperInvariant();
        // A mail may be signed several times; one good signature is enough.
        var isPass = method == "dkim" ? results.Contains("pass") : results is ["pass"];
        return isPass ? MailFinding.Ok(name, $"{domain} passes.")
            : method != "dmarc" && results is [] or ["none"] ? MailFinding.Warning(name, $"The boundary says {(results.Count == 0 ? "nothing" : "'none'")} of {name} for {domain}.", Mend(method, domain))
            : MailFinding.Fail(name, $"The boundary says {(results.Count == 0 ? "nothing" : $"'{string.Join("', '", results)}'")} of {name} for {domain}.", Mend(method, domain));
    }

    private static string Mend(string method, string domain) => method switch
    {
        "spf" => $"Name the servers that send for the domain in DNS: {domain} TXT \"v=spf1 include:spf.protection.outlook.com -all\" for Exchange Online, else ip4: with their addresses.",
        "dkim" => $"Let the servers sign. Exchange Online PowerShell: Set-DkimSigningConfig -Identity {domain} -Enabled $true (the two CNAMEs that it asks for go into DNS first).",
        _ => $"Publish a policy in DNS: _dmarc.{domain} TXT \"v=DMARC1; p=reject\", and let SPF or DKIM pass for {domain}.",
    };
}
