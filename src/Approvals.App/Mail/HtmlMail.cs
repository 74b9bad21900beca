using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Approvals.App.Mail;

/// <summary>
/// Writes a mail as HTML that Outlook (tables, no margins), phones (one fluid column) and dark mode (no colour without its background) show well.
/// No image, no script, nothing from elsewhere.
/// </summary>
internal static class HtmlMail
{
    private const string Font = "font-family:'Segoe UI',Helvetica,Arial,sans-serif;";
    private const string Muted = Font + "font-size:13px;line-height:19px;color:#5b6470;";
    private const string Prose = Font + "font-size:16px;line-height:24px;color:#1d2430;";
    private const int LongMail = 32 * 1024;
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private const string Head = """
        <!DOCTYPE html>
        <html lang="en" xmlns="http://www.w3.org/1999/xhtml"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
        <meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><meta name="x-apple-disable-message-reformatting">
        <style>
        @media (prefers-color-scheme: dark) {
        .page { background-color: #14181f !important } .card { background-color: #1e242d !important }
        .prose, .value, .title { color: #e8ecf2 !important } .muted, .label { color: #a7b0bd !important } .rule { border-color: #39424f !important } .link { color: #8ab4f8 !important }
        }
        @media (max-width: 480px) { .label, .value { display: block !important; width: auto !important } .label { padding-bottom: 0 !important; border: 0 !important } .value { padding-left: 0 !important } }
        </style>
        """;

    // Mails are long, and many: a builder for each of them would be most of the server's garbage.
    [ThreadStatic]
    private static StringBuilder? kept;

    public static string Write(MailDocument mail)
    {
        var html = (kept ??= new StringBuilder(LongMail)).Clear().Append(Head);
        html.Append("<title>").Append(Encode(mail.Title)).Append("</title></head>\n<body class=\"page\" style=\"margin:0;padding:0;background-color:#eef1f5;\">\n");
        if (mail.TakesReply)
        {
            html.Append($"<div class=\"muted\" style=\"{Muted}padding:8px 16px;text-align:center;\">{Encode(ReplyMarker.Line)}</div>\n");
        }

        html.Append("<div style=\"display:none;max-height:0;overflow:hidden;mso-hide:all;\">").Append(Encode(mail.Preheader)).Append("</div>\n");
        html.Append("""
            <table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" style="background-color:#eef1f5;"><tr><td align="center" style="padding:16px;">
            <table role="presentation" class="card" width="600" cellpadding="0" cellspacing="0" border="0" style="width:100%;max-width:600px;table-layout:fixed;background-color:#ffffff;border-radius:8px;">

            """);
        Row(html, "28px 28px 4px", $"<h1 class=\"title\" style=\"{Font}margin:0;font-size:21px;line-height:28px;color:#1d2430;\">{Encode(mail.Title)}</h1>");
        var acted = false;
        foreach (var paragraph in mail.Body)
        {
            // A paragraph that ends with the address gets the button instead of it.
            var invites = !acted && paragraph.EndsWith(mail.Action.Url, StringComparison.Ordinal);
            var text = invites ? paragraph[..^mail.Action.Url.Length].TrimEnd() : paragraph;
            Row(html, "10px 28px", $"<p class=\"prose\" style=\"{Prose}margin:0;\">{Linked(text, mail.Action.Url)}</p>");
            if (invites)
            {
                Row(html, "4px 28px 14px", Button(mail.Action));
                acted = true;
            }
        }

        if (!acted)
        {
            Row(html, "14px 28px 18px", Button(mail.Action));
        }

        foreach (var section in mail.Sections)
        {
            html.Append("<tr><td style=\"padding:12px 28px 4px;\">");
            Section(html, section);
            html.Append("</td></tr>\n");
        }

        Row(html, "18px 28px 26px", $"<p class=\"muted\" style=\"{Muted}margin:0;\">{Broken(mail.Footer)}</p>");
        return html.Append("</table></td></tr></table>\n</body></html>\n").ToString();
    }

    private static string Button(MailLink link) => $"""
        <table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr><td bgcolor="#1f5fbf" style="background-color:#1f5fbf;border-radius:6px;">
        <a href="{Encode(link.Url)}" style="{Font}display:inline-block;padding:13px 24px;border:1px solid #1f5fbf;border-radius:6px;font-size:16px;line-height:20px;font-weight:bold;color:#ffffff;text-decoration:none;">{Encode(link.Label)}</a>
        </td></tr></table>
        """;

    private static void Section(StringBuilder html, MailSection section)
    {
        html.Append($"<h2 class=\"title\" style=\"{Font}margin:0 0 6px;font-size:16px;line-height:22px;color:#1d2430;\">{Encode(section.Heading)}</h2>\n");
        if (!section.Facts.IsEmpty)
        {
            html.Append("<table width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\">\n");
            foreach (var fact in section.Facts)
            {
                const string cell = "padding:7px 0;border-top:1px solid #dfe4ea;text-align:left;vertical-align:top;word-break:break-word;";
                html.Append($"<tr><th scope=\"row\" class=\"label rule\" width=\"36%\" style=\"{Muted}{cell}font-weight:normal;\">{Encode(CleanText.Line(fact.Label, 200))}</th>");
                html.Append($"<td class=\"value rule\" style=\"{Prose}{cell}padding-left:12px;font-size:15px;line-height:21px;\">{Said(fact)}</td></tr>\n");
            }

            html.Append("</table>\n");
        }

        foreach (var line in section.Lines)
        {
            html.Append($"<p class=\"prose\" style=\"{Prose}margin:0 0 6px;font-size:15px;line-height:22px;\">{Broken(line)}</p>\n");
        }
    }

    private static void Row(StringBuilder html, string padding, string content) =>
        html.Append($"<tr><td style=\"padding:{padding};\">{content}</td></tr>\n");

    // Only our own address becomes a link: what people wrote stays text.
    private static string Linked(string paragraph, string url) => string.Join(
        $"<a class=\"link\" href=\"{Encode(url)}\" style=\"color:#1f5fbf;word-break:break-all;\">{Encode(url)}</a>", paragraph.Split(url).Select(Broken));

    private static string Said(MailFact fact) => fact.Url is { } url
        ? $"<a class=\"link\" href=\"{Encode(url)}\" style=\"color:#1f5fbf;word-break:break-all;\">{Broken(fact.Text.Trim())}</a>"
        : Broken(fact.Text.Trim());

    private static string Broken(string text) => Encode(text).Replace("\n", "<br>\n", StringComparison.Ordinal);

    // Line feeds are kept as they are, so that Broken can see them.
    private static string Encode(string text)
    {
        var clean = CleanText.Lines(text);
        return clean.Contains('\n', StringComparison.Ordinal) ? string.Join('\n', clean.Split('\n').Select(Encoder.Encode)) : Encoder.Encode(clean);
    }
}
