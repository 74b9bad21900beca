using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Approvals.App.Mail;
using Approvals.App.Ports;
using MimeKit;

namespace Approvals.Adapters.Mime;

internal sealed class MimeMailReader : IMailReader
{
    private const int MaxHeaders = 1_000;
    private const int MaxHeaderBytes = 16_000;
    private const int MaxMessageId = 400;

    // Strict: where a lenient reader would guess the sender, we and the boundary that checked it may guess differently.
    private static readonly ParserOptions Options = new()
    {
        AddressParserComplianceMode = RfcComplianceMode.Strict,
        AllowAddressesWithoutDomain = false,
        AllowUnquotedCommasInAddresses = false,
        MaxMimeDepth = 20,
    };

    // The character sets of half the world.
    static MimeMailReader() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public MailReading Read(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length is 0 or > IMailReader.MaxBytes)
        {
            return new MailReading.Refused(bytes.IsEmpty ? "The mail is empty." : $"The mail is larger than {IMailReader.MaxBytes >> 20} MiB.");
        }

        try
        {
            return Read(MimeMessage.Load(Options, Stream(bytes)), bytes);
        }
        // Every exception: junk is expected here, and which kinds two foreign parsers throw on it is not for us to know.
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return new MailReading.Refused("The mail is not well formed.");
        }
    }

    private static MailReading Read(MimeMessage message, ReadOnlyMemory<byte> bytes)
    {
        var headers = message.Headers.Concat(message.Body?.Headers ?? []).ToList();
        if (headers.Count > MaxHeaders || headers.Exists(header => header.RawValue.Length > MaxHeaderBytes))
        {
            return new MailReading.Refused("The mail has too many or too long headers.");
        }

        var parts = MimeParts.Of(message.Body);
        return new MailReading.Read(new InboundMail
        {
            Headers = [.. headers.Select(header => new MailHeader(header.Field, Raw(header)))],
            From = [.. headers.Where(header => header.Id == HeaderId.From).SelectMany(Addresses)],
            Recipients = [.. headers.Where(IsRecipient).SelectMany(Addresses).Distinct(StringComparer.OrdinalIgnoreCase)],
            Subject = message.Subject ?? "",
            Text = parts.Text ?? (parts.Html is { } html ? HtmlText.Read(html) : ""),
            ContentType = message.Body?.ContentType.MimeType ?? "text/plain",
            HasCalendarItem = parts.HasCalendarItem,
            Failure = DeliveryReports.Read(message),
            Size = bytes.Length,
            MessageId = message.MessageId is { Length: > 0 and <= MaxMessageId } id ? id : Convert.ToHexStringLower(SHA256.HashData(bytes.Span)),
        });
    }

    private static bool IsRecipient(Header header) =>
        header.Id is HeaderId.To or HeaderId.Cc || header.Field.ToLowerInvariant() is "delivered-to" or "x-original-to" or "envelope-to";

    // A header that is no list of plain addresses counts as one address that nobody has.
    private static IEnumerable<string> Addresses(Header header)
    {
        if (!InternetAddressList.TryParse(Options, header.RawValue, out var list))
        {
            return [""];
        }

        return list.Mailboxes.Select(mailbox => mailbox.Route.Count == 0 ? mailbox.Address : "");
    }

    // Not decoded: what is signed and checked on the way is the raw text.
    private static string Raw(Header header) =>
        Encoding.UTF8.GetString(header.RawValue).Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal).Trim();

    private static MemoryStream Stream(ReadOnlyMemory<byte> bytes) => MemoryMarshal.TryGetArray(bytes, out var array)
        ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
        : new MemoryStream(bytes.ToArray(), writable: false);
}
