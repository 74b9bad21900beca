using System.Runtime.CompilerServices;
using Approvals.Adapters.Mime;
using Approvals.App.Mail;
using Approvals.App.Ports;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Net.Smtp;
using MailKit.Search;

namespace Approvals.Adapters.Smtp;

/// <summary>Tries the servers that mail goes out through and comes in from: a mail to the desk itself, read back.</summary>
internal sealed class SmtpMailCheck(MailChannel.Smtp channel, MailOptions desk, IMailReader reader, TimeProvider clock) : IMailCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    public async IAsyncEnumerable<MailFinding> CheckAsync(MailCheckOptions options, [EnumeratorCancellation] CancellationToken ct)
    {
        var mail = TestMail.New(desk.Mailbox, desk);
        if (mail is null)
        {
            yield return TestMail.NoRoom(desk);
        }

        var sent = await SendAsync(mail, ct);
        foreach (var finding in sent)
        {
            yield return finding;
        }

        if (channel.Incoming is not { } incoming)
        {
            yield return MailFinding.Warning("receiving", "No mail is read, so answers by mail decide nothing.", "Set Approvals:Mail:Imap:Host to the server of the mailbox.");
            yield break;
        }

        var isSent = mail is not null && sent.All(finding => finding.Level == MailFindingLevel.Ok);
        foreach (var finding in await ReadAsync(incoming, isSent ? mail : null, options.Patience, ct))
        {
            yield return finding;
        }
    }

    private async Task<IReadOnlyList<MailFinding>> SendAsync(TestMail? mail, CancellationToken ct)
    {
        var findings = new List<MailFinding>();
        using var client = new SmtpClient { Timeout = (int)Patience.TotalMilliseconds };
        try
        {
            await MailServers.ConnectAsync(client, channel.Outgoing, ct);
            findings.Add(Connected("SMTP", client, channel.Outgoing));
            if (mail is not null)
            {
                using var message = mail.Write(clock.GetUtcNow());
                await client.SendAsync(message, ct);
                findings.Add(MailFinding.Ok("sending", $"The server took a mail from {mail.From}."));
            }

            await client.DisconnectAsync(quit: true, ct);
        }
        catch (SmtpCommandException e)
        {
            findings.Add(MailFinding.Fail(
                "sending",
                $"The mail server said {(int)e.StatusCode}: {CleanText.Line(e.Message, 200)}",
                e.ErrorCode == SmtpErrorCode.RecipientNotAccepted ? Plus : "Let the account of Approvals:Mail:Smtp:User send as Approvals:Mail:Mailbox."));
        }
        catch (Exception e) when (MailServers.Fault(e, ct))
        {
            findings.Add(MailFinding.Fail("SMTP", MailServers.Explain(channel.Outgoing, "Smtp", e)));
        }

        return findings;
    }

    private async Task<IReadOnlyList<MailFinding>> ReadAsync(MailServer server, TestMail? mail, TimeSpan patience, CancellationToken ct)
    {
        var findings = new List<MailFinding>();
        using var client = new ImapClient { Timeout = (int)Patience.TotalMilliseconds };
        try
        {
            await MailServers.ConnectAsync(client, server, ct);
            findings.Add(Connected("IMAP", client, server));
            var folder = await MailServers.FindFolderAsync(client, channel.Folder, ct);
            await folder.OpenAsync(FolderAccess.ReadWrite, ct);
            findings.Add(MailFinding.Ok("mailbox", $"The folder {channel.Folder} can be read and marked."));
            if (mail is not null)
            {
                findings.AddRange(await ArrivedAsync(client, folder, mail, patience, ct) is { } bytes
                    ? ArrivalCheck.Of(bytes, mail.To, reader, desk)
                    : [ArrivalCheck.Missing(mail.To, patience, Plus)]);
            }

            await client.DisconnectAsync(quit: true, ct);
        }
        catch (Exception e) when (MailServers.Fault(e, ct))
        {
            findings.Add(MailFinding.Fail("IMAP", MailServers.Explain(server, "Imap", e)));
        }

        return findings;
    }

    private async Task<ReadOnlyMemory<byte>?> ArrivedAsync(ImapClient client, IMailFolder folder, TestMail mail, TimeSpan patience, CancellationToken ct)
    {
        for (var until = clock.GetUtcNow() + patience; ;)
        {
            await client.NoOpAsync(ct);
            if ((await folder.SearchAsync(SearchQuery.HeaderContains("Message-ID", mail.MessageId), ct)).ToList() is [var uid, ..])
            {
                using var bytes = new MemoryStream();
                await using (var stream = await folder.GetStreamAsync(uid, ct))
                {
                    await stream.CopyToAsync(bytes, ct);
                }

                await RemoveAsync(client, folder, uid, ct);
                return bytes.ToArray();
            }

            if (clock.GetUtcNow() >= until)
            {
                return null;
            }

            await Task.Delay(BetweenLooks, clock, ct);
        }
    }

    // Without UIDPLUS all that anybody marked as deleted would go with it.
    private static async Task RemoveAsync(ImapClient client, IMailFolder folder, UniqueId uid, CancellationToken ct)
    {
        if (client.Capabilities.HasFlag(ImapCapabilities.UidPlus))
        {
            await folder.AddFlagsAsync(uid, MessageFlags.Deleted, silent: true, ct);
            await folder.ExpungeAsync([uid], ct);
        }
        else
        {
            await folder.AddFlagsAsync(uid, MessageFlags.Seen, silent: true, ct);
        }
    }

    private static MailFinding Connected(string subject, MailService client, MailServer server)
    {
        var security = client.IsSecure ? $"with {client.SslProtocol}" : "without TLS, on this machine";
        return MailFinding.Ok(subject, $"{server.Host}:{server.Port} answers {security}, {(server.User is null ? "and asks for no sign-in" : "and takes the sign-in")}.");
    }

    private string Plus =>
        $"Let the server deliver {desk.LocalPart}+ANYTHING@{desk.Mailbox.Domain} to {desk.Mailbox}: recipient_delimiter = + in Postfix and Dovecot, local_part_suffix = +* in Exim.";
}
