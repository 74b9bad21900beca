using System.Net;
using System.Text;
using Approvals.App.Mail;
using Approvals.Core.Requests;
using MimeKit;
using MimeKit.Utils;

namespace Approvals.Bench.Load;

/// <summary>
/// Answers as three mail programs write them, with the original quoted below: Outlook (text and HTML in base64), Gmail (text and HTML, quoted-printable) and
/// Apple Mail (HTML alone). Each is made once; only the address that it answers to and its id are its own.
/// </summary>
internal sealed class ReplyMails
{
    private const string Token = "token-to-come", Id = "id-to-come", Quoted = "On Tue, 24 Nov 2026 at 10:00, Approvals <approvals@example.com> wrote:";
    private readonly DecisionTokens tokens;
    private readonly EmailAddress asked;
    private readonly Form form;
    private readonly Dictionary<ReplyKind, string[]> mails;

    public ReplyMails(Form form, DecisionTokens tokens)
    {
        (this.form, this.tokens, asked) = (form, tokens, EmailAddress.Parse(form.Approvers[0]));
        mails = ReplyKind.All.ToDictionary(kind => kind, kind => new[] { Outlook(kind), Gmail(kind), Apple(kind) });
    }

    /// <summary>In bytes, of all kinds.</summary>
    public double MeanSize => mails.Values.SelectMany(shapes => shapes).Average(mail => mail.Length);

    public byte[] Write(int number, RequestId request)
    {
        var shapes = mails[ReplyKind.Of(number)];
        return Encoding.UTF8.GetBytes(shapes[number % shapes.Length]
            .Replace(Token, tokens.Write(request, round: 1, step: 1, asked), StringComparison.Ordinal)
            .Replace(Id, $"reply-{number}", StringComparison.Ordinal));
    }

    private string Outlook(ReplyKind kind)
    {
        var below = $"________________________________\nFrom: Approvals <approvals@example.com>\nSent: Tuesday, November 24, 2026 10:00 AM\nTo: {asked}\nSubject: {Subject}\n\n{Original()}";
        var html = $"""<html><body><div class="elementToProof" style="font-family: Aptos, Calibri, sans-serif; font-size: 12pt;">{Html(kind.Words)}</div><div id="Signature"><p>Ruben</p></div><hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><b>From:</b> Approvals<br><b>Sent:</b> Tuesday<br></div><div>{OriginalHtml()}</div></body></html>""";
        return Written(kind, new MultipartAlternative { Part("plain", $"{kind.Words}\n\n{below}", ContentEncoding.Base64), Part("html", html, ContentEncoding.Base64) });
    }

    private string Gmail(ReplyKind kind)
    {
        var quote = string.Join('\n', Original().Split('\n').Select(line => "> " + line));
        var html = $"""<div dir="ltr">{Html(kind.Words)}</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">{WebUtility.HtmlEncode(Quoted)}<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex">{OriginalHtml()}</blockquote></div>""";
        return Written(kind, new MultipartAlternative { Part("plain", $"{kind.Words}\n\n{Quoted}\n\n{quote}\n", ContentEncoding.QuotedPrintable), Part("html", html, ContentEncoding.QuotedPrintable) });
    }

    private string Apple(ReplyKind kind) => Written(kind, Part(
        "html",
        $"""<html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"></head><body style="overflow-wrap: break-word;">{Html(kind.Words)}<div><br><blockquote type="cite"><div>{WebUtility.HtmlEncode(Quoted)}</div><br><div>{OriginalHtml()}</div></blockquote></div></body></html>""",
        ContentEncoding.QuotedPrintable));

    private string Written(ReplyKind kind, MimeEntity body)
    {
        var from = kind.IsOfAnother ? form.Approvers[1] : form.Approvers[0];
        using var mail = new MimeMessage { Subject = $"Re: {Subject}", MessageId = $"{Id}@mail.example.com", Date = DateTimeOffset.UtcNow, Body = body };
        mail.From.Add(new MailboxAddress("Ruben de Vries", from));
        mail.To.Add(new MailboxAddress("Approvals", $"approvals+{Token}@example.com"));
        mail.InReplyTo = MimeUtils.GenerateMessageId("example.com");
        if (kind.IsAutomatic)
        {
            mail.Headers.Add("Auto-Submitted", "auto-replied");
        }

        mail.Headers.Insert(0, new Header("Received", "from mail-eur02.example.net (mail-eur02.example.net [192.0.2.7]) by mx.approvals.test with ESMTPS; Tue, 24 Nov 2026 10:01:00 +0000"));
        mail.Headers.Insert(0, new Header("Authentication-Results", $"mx.approvals.test; spf=pass smtp.mailfrom=example.com; dkim=pass header.d=example.com; dmarc={(kind.IsForged ? "fail" : "pass")} header.from=example.com"));
        using var bytes = new MemoryStream();
        mail.WriteTo(bytes);
        return Encoding.UTF8.GetString(bytes.ToArray()).ReplaceLineEndings("\r\n");
    }

    private static TextPart Part(string subtype, string text, ContentEncoding encoding)
    {
        var part = new TextPart(subtype) { ContentTransferEncoding = encoding };
        part.SetText(Encoding.UTF8, text);
        return part;
    }

    private string Subject => $"Approval needed: {form.Topic} for {form.Fields["accountName"]}";

    private string Original() => $"{ReplyMarker.Line}\n\nYour approval is needed.\n\n{string.Join('\n', form.Fields.Select(field => $"{field.Key}: {field.Value}"))}\n\nAnswer APPROVE, REJECT or RETURN.";

    private string OriginalHtml() =>
        $"<p>{ReplyMarker.Line}</p><h1 style=\"font-size:20px\">Your approval is needed</h1><table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\">{string.Concat(form.Fields.Select(Row))}</table><p>Answer APPROVE, REJECT or RETURN.</p>";

    private static string Row(KeyValuePair<string, System.Text.Json.Nodes.JsonNode?> field) =>
        $"<tr><td style=\"padding:4px 8px;color:#555555;font-family:Arial,sans-serif\">{field.Key}</td><td style=\"padding:4px 8px;font-family:Arial,sans-serif\">{WebUtility.HtmlEncode($"{field.Value}")}</td></tr>";

    private static string Html(string words) => string.Concat(words.Split('\n').Select(line => $"<div>{WebUtility.HtmlEncode(line)}</div>"));
}
