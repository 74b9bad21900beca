using System.Text;
using Approvals.Adapters.Mime;
using Approvals.App.Mail;
using CsCheck;
using Xunit;
using static App.Tests.Mail.MailWorld;

namespace App.Tests.Mail;

public sealed class InboundProperties
{
    private static readonly string[] Words = ["APPROVE", "APPROVED", "YES", "REJECT", "REJECTED", "NO", "RETURN"];
    private static readonly string[] Pieces =
    [
        "APPROVE", "Reject.", "no!", "YES", "approve it", "> APPROVE", ">> NO", "-- ", "-----Original Message-----", "", " ", "\t", "Sent from my iPhone", "hello", "\u200bYES", "YES\u200b", "APPROVE..",
        "From: a@b.example", "Sent: today", "On Monday A <a@b.example> wrote:", "-- Please write your answer above this line --", "RETURN", "<p>YES</p>", "| NO", "ＹＥＳ",
    ];

    [Fact]
    public void No_bytes_make_the_reader_throw() => Gen.Byte.Array[0, 4_000].Sample(bytes => new MimeMailReader().Read(bytes) is not null, iter: 2_000);

    [Fact]
    public async Task No_damage_to_a_mail_makes_it_decide_without_the_word()
    {
        var world = await WithRequestAsync();
        var mail = Encoding.UTF8.GetBytes(world.Reply("What is this about?\n\n> APPROVE\n"));
        var damage = Gen.Select(Gen.Int[0, mail.Length - 1], Gen.Byte, Gen.Int[0, 3]).Array[1, 20];
        await damage.SampleAsync(
            async changes =>
            {
                var broken = changes.Aggregate(mail.ToList(), Damage).ToArray();
                var came = await world.Inbound.ReceiveAsync(broken, Ct);
                return came.Outcome is not ("approved" or "rejected" or "returned") && (await world.RequestAsync()).Approvals.IsEmpty;
            },
            iter: 1_000,
            threads: 1);
    }

    [Fact]
    public void Only_an_exact_word_on_the_first_written_line_decides() => Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]).Array[0, 8].Sample(lines =>
    {
        var reply = ReplyReader.Read(string.Join("\n", lines));
        // What stands first, but for lines that are quoted or empty.
        var first = lines.FirstOrDefault(line => line.Trim().Length > 0 && !line.StartsWith('>') && !line.StartsWith('|') && !line.StartsWith("On Monday", StringComparison.Ordinal));
        var exact = first is not null && Words.Contains(first.TrimEnd('.', '!').ToUpperInvariant(), StringComparer.Ordinal) && first != "APPROVE..";
        return reply is Reply.Unclear || exact;
    });

    [Fact]
    public void Html_of_any_shape_is_read_in_bounded_time()
    {
        string[] tags =
        [
            "<div>", "</div>", "<b>", "<p>", "<table>", "<tr>", "<td>", "<blockquote>", "<a href='x'>", "<svg>", "<select>", "<template>", "text ", "<!--", "-->", "&amp;", "<font color=red>",
        ];
        Gen.Int[0, tags.Length - 1].Select(i => tags[i]).Array[0, 400].Sample(html => HtmlText.Read(string.Concat(html)) is not null, iter: 500);
        foreach (var nested in new[] { "<div>", "<b><p>", "<font x=1><p>", "<table><tr><td>", "<blockquote>", "<svg>", "<ul><li>", "<!--", "<x ", "<b " })
        {
            HtmlText.Read(string.Concat(Enumerable.Repeat(nested, 200_000)));
        }
    }

    private static List<byte> Damage(List<byte> bytes, (int At, byte Value, int Kind) change)
    {
        var at = Math.Min(change.At, bytes.Count - 1);
        switch (change.Kind)
        {
            case 0: bytes[at] = change.Value; break;
            case 1: bytes.Insert(at, change.Value); break;
            case 2 when bytes.Count > 1: bytes.RemoveAt(at); break;
            default: bytes.InsertRange(at, "\r\n"u8.ToArray()); break;
        }

        return bytes;
    }
}
