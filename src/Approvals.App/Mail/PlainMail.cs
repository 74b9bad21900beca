using System.Text;

namespace Approvals.App.Mail;

/// <summary>Writes a mail as plain text.</summary>
internal static class PlainMail
{
    public static string Write(MailDocument mail)
    {
        var text = new StringBuilder();
        if (mail.TakesReply)
        {
            text.Append(ReplyMarker.Line).Append("\n\n");
        }

        foreach (var paragraph in mail.Body)
        {
            text.Append(CleanText.Lines(paragraph)).Append("\n\n");
        }

        if (!mail.Body.Any(paragraph => paragraph.Contains(mail.Action.Url, StringComparison.Ordinal)))
        {
            text.Append(mail.Action.Label).Append(": ").Append(mail.Action.Url).Append('\n');
        }

        foreach (var section in mail.Sections)
        {
            Write(text, section);
        }

        return text.Append("\n--\u0020\n").Append(CleanText.Lines(mail.Footer)).Append('\n').ToString();
    }

    private static void Write(StringBuilder text, MailSection section)
    {
        text.Append('\n').Append(section.Heading).Append('\n').Append('-', section.Heading.Length).Append('\n');
        foreach (var fact in section.Facts)
        {
            // Further lines of a value are indented: none of them can pass for a line of the mail.
            var value = CleanText.Lines(fact.Text).Trim().Replace("\n", "\n    ", StringComparison.Ordinal);
            text.Append(CleanText.Line(fact.Label, 200)).Append(": ").Append(value).Append(fact.Url is { } url ? $"\n    {url}" : "").Append('\n');
        }

        foreach (var line in section.Lines)
        {
            text.Append(CleanText.Lines(line)).Append('\n');
        }
    }
}
