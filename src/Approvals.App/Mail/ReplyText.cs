using System.Text.RegularExpressions;

namespace Approvals.App.Mail;

/// <summary>Tells what somebody wrote from what their mail program put around it: quotes, attributions, the mail below, signatures.</summary>
internal static partial class ReplyText
{
    /// <summary>More than anybody writes above a quote; the rest is not looked at.</summary>
    private const int MaxChars = 100_000;
    private const int MaxAttributionLines = 4;

    /// <summary>Lines that programs write are shorter.</summary>
    private const int MaxFurniture = 400;

    /// <summary>The written lines. Where something was quoted between them stands a null.</summary>
    public static List<string?> Written(string text)
    {
        var lines = (text.Length > MaxChars ? text[..MaxChars] : text).TrimStart('\uFEFF').ReplaceLineEndings("\n").Split('\n');
        var written = new List<string?>();
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (EndsAll(line) || IsHeaderBlock(lines, i))
            {
                break;
            }

            if (IsQuoted(line))
            {
                DropAttribution(written);
                written.Add(null);
            }
            else if (AttributionLength(lines, i) is var length and > 0)
            {
                // What follows an attribution without a quote's mark is the mail that is answered, unmarked.
                if (!IsQuoted(lines.Skip(i + length).Select(next => next.Trim()).FirstOrDefault(next => next.Length > 0) ?? ">"))
                {
                    break;
                }

                written.Add(null);
                i += length - 1;
            }
            else
            {
                written.Add(line);
            }
        }

        return written;
    }

    private static bool IsQuoted(string line) => line.StartsWith('>') || line.StartsWith('|');

    // A signature, or a line below which programs put the mail that is answered, or our own marker.
    private static bool EndsAll(string line) =>
        line is "--" or "—" || ReplyMarker.IsIn(line) || (line.Length < MaxFurniture && (Separator().IsMatch(line) || PhoneSignature().IsMatch(line)));

    // Outlook puts the headers of the mail below the answer, without a mark before them: at least two make it sure.
    private static bool IsHeaderBlock(string[] lines, int at)
    {
        if (lines[at].Length > MaxFurniture || !FirstHeader().IsMatch(lines[at].Trim('*', ' ', '\t')))
        {
            return false;
        }

        var next = lines.Skip(at + 1).Take(3).Select(line => line.Trim('*', ' ', '\t'));
        return next.Any(line => line.Length < MaxFurniture && FurtherHeader().IsMatch(line));
    }

    // "On Monday, Ann wrote:", in the languages that programs write it in; it may be broken over lines.
    private static int AttributionLength(string[] lines, int at)
    {
        if (lines[at].Length > MaxFurniture || !AttributionStart().IsMatch(lines[at].Trim()))
        {
            return 0;
        }

        for (var length = 1; length <= MaxAttributionLines && at + length <= lines.Length; length++)
        {
            var last = lines[at + length - 1].Trim();
            if (last.Length is 0 or > MaxFurniture)
            {
                return 0;
            }

            if (AttributionEnd().IsMatch(last))
            {
                return length;
            }
        }

        return 0;
    }

    // In a language not listed: a line that ends with a colon right above the quote.
    private static void DropAttribution(List<string?> written)
    {
        var last = written.FindLastIndex(line => line is null or { Length: > 0 });
        if (last >= 0 && written[last] is { } line && (line.EndsWith(':') || line.EndsWith('：')) && line.Contains('@', StringComparison.Ordinal))
        {
            written.RemoveRange(last, written.Count - last);
        }
    }

    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    [GeneratedRegex(@"^(_{8,}|-{2,} ?(original message|ursprüngliche nachricht|message d'origine|mensaje original|messaggio originale|oorspronkelijk bericht|forwarded message|weitergeleitete nachricht|reply above this line).{0,40}|begin forwarded message:|-{10,})$", Options)]
    private static partial Regex Separator();

    [GeneratedRegex(@"^(sent from (my|outlook|yahoo|mail for|a mobile|proton)|get outlook for|von meinem .{1,40} gesendet|gesendet von|gesendet mit|envoyé de mon|envoyé depuis|enviado desde|inviato da|verstuurd vanaf|iphoneから送信)", Options)]
    private static partial Regex PhoneSignature();

    [GeneratedRegex(@"^(from|von|de|da|van|fra|från|od|от|kimden|lähettäjä|feladó|差出人|发件人|寄件者|보낸 사람)\*? ?[:：]", Options)]
    private static partial Regex FirstHeader();

    [GeneratedRegex(@"^(sent|date|to|subject|cc|gesendet|datum|an|betreff|envoyé|objet|à|enviado|para|asunto|inviato|oggetto|a|assunto|verzonden|aan|onderwerp|skickat|till|ämne|sendt|til|emne|wysłano|do|temat|odesláno|komu|předmět|отправлено|кому|тема|gönderilen|gönderildi|kime|konu|lähetetty|vastaanottaja|aihe|elküldve|címzett|tárgy|보낸 날짜|받는 사람|제목|寄件日期|收件者|主旨|送信日時|宛先|件名|发送时间|收件人|主题)\*? ?[:：]", Options)]
    private static partial Regex FurtherHeader();

    [GeneratedRegex(@"^(on|am|le|el|il|op|em|den|dnia|w dniu|\d{4}[-年./])[ \d]", Options)]
    private static partial Regex AttributionStart();

    [GeneratedRegex(@"((wrote|a écrit|escribió|ha scritto|escreveu|napisał\(?a?\)?|(schrieb|schreef|skrev) .{0,200}) ?|[@>].{0,200})[:：]$", Options)]
    private static partial Regex AttributionEnd();
}
