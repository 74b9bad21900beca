using MailKit;
using MailKit.Net.Imap;
using MailKit.Net.Smtp;
using MimeKit;

namespace Mail.Tests.Servers;

/// <summary>Somebody with a mailbox at these servers, and a mail program.</summary>
internal sealed class Person(MailServers servers, string address) : IDisposable
{
    private readonly ImapClient imap = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => imap.Dispose();

    /// <summary>The first mail in the mailbox that is like this, waiting for it to arrive.</summary>
    public async Task<MimeMessage> ReceivesAsync(Func<MimeMessage, bool> which)
    {
        if (!imap.IsConnected)
        {
            await imap.ConnectAsync("127.0.0.1", servers.ImapPort, false, Ct);
            await imap.AuthenticateAsync(address, Files.Password, Ct);
            await imap.Inbox!.OpenAsync(FolderAccess.ReadOnly, Ct);
        }

        for (var next = 0; ;)
        {
            using var done = new CancellationTokenSource();
            void Changed(object? sender, EventArgs e) => done.Cancel();
            imap.Inbox!.CountChanged += Changed;
            await imap.NoOpAsync(Ct);
            for (; next < imap.Inbox!.Count; next++)
            {
                if (await imap.Inbox.GetMessageAsync(next, Ct) is var mail && which(mail))
                {
                    imap.Inbox.CountChanged -= Changed;
                    return mail;
                }
            }

            if (!done.IsCancellationRequested)
            {
                await imap.IdleAsync(done.Token, Ct);
            }

            imap.Inbox.CountChanged -= Changed;
        }
    }

    public async Task<int> CountAsync(Func<MimeMessage, bool> which)
    {
        await ReceivesAsync(_ => true);
        await imap.NoOpAsync(Ct);
        var count = 0;
        for (var i = 0; i < imap.Inbox!.Count; i++)
        {
            count += which(await imap.Inbox.GetMessageAsync(i, Ct)) ? 1 : 0;
        }

        return count;
    }

    /// <summary>Answers as a mail program does: to the reply address, with the thread's headers and the original quoted.</summary>
    public Task AnswersAsync(MimeMessage asked, string text, string? inTheNameOf = null)
    {
        var answer = new MimeMessage { Subject = "Re: " + asked.Subject, InReplyTo = asked.MessageId };
        answer.From.Add(new MailboxAddress("Somebody", inTheNameOf ?? address));
        answer.To.AddRange(asked.ReplyTo.Count > 0 ? asked.ReplyTo : asked.From);
        var quote = string.Join('\n', (asked.TextBody ?? "").ReplaceLineEndings("\n").Split('\n').Select(line => "> " + line));
        answer.Body = new TextPart("plain") { Text = $"{text}\n\nOn Tue, 24 Nov 2026 at 10:00, Approvals <approvals@example.com> wrote:\n{quote}\n" };
        return SendsAsync(answer);
    }

    public async Task SendsAsync(MimeMessage mail)
    {
        using var smtp = new SmtpClient();
        await smtp.ConnectAsync("127.0.0.1", servers.SmtpPort, false, Ct);
        await smtp.AuthenticateAsync(address, Files.Password, Ct);
        await smtp.SendAsync(mail, Ct);
        await smtp.DisconnectAsync(true, Ct);
    }
}
