using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Approvals.App.Mail;
using MimeKit;

namespace Approvals.Adapters.Mime;

/// <summary>Reads delivery reports (RFC 3464), and the older kind that only names the failed address and shows the mail as text. Warnings of a delay are none.</summary>
internal static partial class DeliveryReports
{
    private const int MaxReason = 300;
    private const int MaxText = 100_000;
    private const int MaxIds = 20;

    public static DeliveryFailure? Read(MimeMessage message)
    {
        if (message.Body is MultipartReport report)
        {
            return report.OfType<MessageDeliveryStatus>().SelectMany(status => status.StatusGroups).FirstOrDefault(IsFailed) is { } failed
                ? new DeliveryFailure(Reason(failed), Ids(message, report))
                : null;
        }

        return message.Headers["X-Failed-Recipients"] is { Length: > 0 } ? new DeliveryFailure("its mail system returned it", Ids(message, message.Body)) : null;
    }

    private static bool IsFailed(HeaderList group) => string.Equals(group["Action"]?.Trim(), "failed", StringComparison.OrdinalIgnoreCase);

    // "smtp; 550 5.1.1 no such person".
    private static string Reason(HeaderList group)
    {
        var text = group["Diagnostic-Code"] ?? group["Status"] ?? "";
        var line = CleanText.Line(text[(text.IndexOf(';', StringComparison.Ordinal) + 1)..], MaxReason).Trim();
        return line.Length > 0 ? line : "its mail system gave no reason";
    }

    // The mail itself, or its headers, comes with the report; some write them as text.
    private static ImmutableArray<string> Ids(MimeMessage message, MimeEntity? body)
    {
        var parts = body is Multipart multipart ? multipart.AsEnumerable() : body is null ? [] : [body];
        var attached = parts.OfType<MessagePart>().Select(part => part.Message?.MessageId);
        var written = parts.OfType<TextPart>().SelectMany(part => part.Text is { } text ? MessageId().Matches(text.Length > MaxText ? text[..MaxText] : text).Select(match => match.Groups[1].Value) : []);
        return [.. attached.Concat(message.References).Append(message.InReplyTo).Concat(written).OfType<string>().Distinct().Take(MaxIds)];
    }

    [GeneratedRegex(@"^message-id:\s{0,5}<([^<>\s]{1,400})>", RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex MessageId();
}
