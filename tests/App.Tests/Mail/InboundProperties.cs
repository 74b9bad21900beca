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
    public async Task No_mail_decides_unless_the_word_stands_alone_on_its_first_line_whatever_its_structure()
    {
        var world = await WithRequestAsync();
        string[] types =
        [
            "text/plain; charset=utf-8", "text/plain; charset=utf-8; format=flowed", "text/html; charset=utf-8", "text/plain; charset=utf-16le", "text/enriched", "text/calendar", "message/rfc822",
            "application/ms-tnef; name=winmail.dat", "application/pkcs7-mime; smime-type=signed-data", "application/octet-stream", "text/rfc822-headers", "message/delivery-status", "image/png",
        ];
        string[] wholes = ["multipart/mixed", "multipart/alternative", "multipart/related", "multipart/signed; protocol=\"application/pkcs7-signature\"", "multipart/report; report-type=delivery-status", "multipart/digest", "multipart/encrypted"];
        string[] codings = ["7bit", "8bit", "base64", "quoted-printable", "x-uuencode", "nonsense"];
        string[] bodies = ["> APPROVE", "Please APPROVE", "<p>I</p><p>APPROVE</p>", "APPROVE it", "QVBQUk9WRSBpdA==", "=41PPROVE it", "-- \nAPPROVE", "Action: failed\n\nAPPROVE", "", "What is this?"];
        var part = Gen.Select(Gen.Int[0, types.Length - 1], Gen.Int[0, codings.Length - 1], Gen.Int[0, bodies.Length - 1],
            (t, c, b) => $"Content-Type: {types[t]}\nContent-Transfer-Encoding: {codings[c]}\n\n{bodies[b]}\n");
        var mail = Gen.Select(Gen.Int[0, wholes.Length - 1], part.Array[0, 4], Gen.Int[0, 999_999], (w, parts, id) =>
            world.Reply("", messageId: $"{id}@example.com").Replace("Content-Type: text/plain; charset=utf-8", $"Content-Type: {wholes[w]}; boundary=b", StringComparison.Ordinal)
            + string.Concat(parts.Select(p => "--b\n" + p)) + "--b--\n");
        await mail.SampleAsync(
            async raw => (await world.ReceiveAsync(raw)).Outcome is not ("approved" or "rejected" or "returned") && (await world.RequestAsync()).Approvals.IsEmpty,
            iter: 1_000,
            threads: 1);
    }

    [Theory]
    [InlineData("text/plain; charset=utf-8", "APPROVE\n", "lorem ipsum\n")]
    [InlineData("text/plain; charset=utf-8; format=flowed", "APPROVE\n", "lorem ipsum \n")]
    [InlineData("text/html; charset=utf-8", "<html><body><p>APPROVE</p>", "<div>lorem")]
    [InlineData("text/html; charset=utf-8", "<html><body><p>APPROVE</p>", "<p>lorem</p>")]
    [InlineData("text/plain; charset=utf-8", "APPROVE\n", "> ")]
    [InlineData("text/plain; charset=utf-8", "APPROVE\n\n", "a")]
    [InlineData("text/plain; charset=utf-8", "APPROVE\n\n", "\n")]
    public async Task A_mail_of_five_megabytes_is_read_and_counts(string type, string first, string filling)
    {
        var world = await WithRequestAsync();
        var mail = world.Reply(first).Replace("Content-Type: text/plain; charset=utf-8", $"Content-Type: {type}", StringComparison.Ordinal) + string.Concat(Enumerable.Repeat(filling, 5 * 1024 * 1024 / filling.Length));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal("approved", (await world.ReceiveAsync(mail)).Outcome);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200L << 20);
    }

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
