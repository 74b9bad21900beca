using MailKit;
using MailKit.Net.Imap;
using MailKit.Net.Smtp;
using MimeKit;

namespace Mail.Tests.Servers;

/// <summary>Somebody with a mailbox at these servers, and a mail program.</summary>
internal sealed class Person(MailServers servers, string address) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly ImapClient imap = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => imap.Dispose();

    /// <summary>The first mail in the mailbox that is like this, waiting for it to arrive.</summary>
    public async Task<MimeMessage> ReceivesAsync(Func<MimeMessage, bool> which)
    {
        var next = 0;
        MimeMessage? found = null;
        await UntilAsync(async ct =>
        {
            for (; found is null && next < imap.Inbox!.Count; next++)
            {
                found = await imap.Inbox.GetMessageAsync(next, ct) is var mail && which(mail) ? mail : null;
            }

            return found is not null;
        });
        return found!;
    }

    /// <summary>Waits until there are at least so many mails.</summary>
    public Task HasAsync(int mails) => UntilAsync(_ => Task.FromResult(imap.Inbox!.Count >= mails));

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

    /// <summary>Looks again whenever a mail came, for as long as anybody would wait.</summary>
    private async Task UntilAsync(Func<CancellationToken, Task<bool>> look)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        limit.CancelAfter(Patience);
        try
        {
            if (!imap.IsConnected)
            {
                await imap.ConnectAsync("127.0.0.1", servers.ImapPort, false, limit.Token);
                await imap.AuthenticateAsync(address, Files.Password, limit.Token);
                await imap.Inbox!.OpenAsync(FolderAccess.ReadOnly, limit.Token);
            }

            while (!await ComesAsync(look, limit.Token))
            {
                limit.Token.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException) when (!Ct.IsCancellationRequested)
        {
            Assert.Fail($"What {address} waits for did not arrive; there are {imap.Inbox?.Count} mails.");
        }
    }

    private async Task<bool> ComesAsync(Func<CancellationToken, Task<bool>> look, CancellationToken ct)
    {
        using var done = new CancellationTokenSource();
        void Changed(object? sender, EventArgs e) => done.Cancel();
        imap.Inbox!.CountChanged += Changed;
        try
        {
            await imap.NoOpAsync(ct);
            if (await look(ct))
            {
                return true;
            }

            if (!done.IsCancellationRequested)
            {
                await imap.IdleAsync(done.Token, ct);
            }

            return false;
        }
        finally
        {
            imap.Inbox.CountChanged -= Changed;
        }
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
