using System.Collections.Concurrent;
using System.Text;
using Approvals.Adapters.Mime;
using Approvals.App.Mail;
using Approvals.App.Ports;
using MailKit.Net.Smtp;
using MimeKit;

namespace Approvals.Adapters.Smtp;

/// <summary>
/// Sends through an SMTP server. A mail is noted as sent as soon as the server has taken it, and never sent again after that. Who is killed between the two
/// sends it twice, under the same message id: SMTP has no way to ask.
/// </summary>
internal sealed class SmtpMailer(MailServer server, MailOptions options, INoteStore notes, TimeProvider clock) : IMailer, IDisposable
{
    private const string Area = "mail-sent";
    private const int AtOnce = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly SemaphoreSlim turns = new(AtOnce, AtOnce);
    private readonly ConcurrentBag<SmtpClient> idle = [];

    public async Task<string> SendAsync(OutgoingMail mail, CancellationToken ct)
    {
        var name = mail.Key.ToString();
        if (await notes.FindAsync(Area, name, ct) is { } sent)
        {
            return Encoding.UTF8.GetString(sent.Value.Span);
        }

        var messageId = KeptHeaders.MessageIdOf(mail, options);
        var message = OutgoingMime.Write(mail, options.Mailbox, options, clock.GetUtcNow());
        await turns.WaitAsync(ct);
        try
        {
            await SendAsync(message, ct);
        }
        finally
        {
            turns.Release();
        }

        await notes.PutAsync(Area, name, Encoding.UTF8.GetBytes(messageId), ct);
        return messageId;
    }

    public void Dispose()
    {
        while (idle.TryTake(out var client))
        {
            client.Dispose();
        }

        turns.Dispose();
    }

    private async Task SendAsync(MimeMessage message, CancellationToken ct)
    {
        var client = await ConnectedAsync(ct);
        try
        {
            await client.SendAsync(message, ct);
            idle.Add(client);
        }
        catch (SmtpCommandException e)
        {
            idle.Add(client);
            var said = $"The mail server said {(int)e.StatusCode}: {CleanText.Line(e.Message, 200)}";
            throw e.ErrorCode == SmtpErrorCode.RecipientNotAccepted && SmtpRefusal.IsOfTheAddress((int)e.StatusCode, e.Message)
                ? new UndeliverableException(said, e)
                : new EffectFailedException(said, null, e);
        }
        catch (Exception e) when (MailServers.Fault(e, ct))
        {
            client.Dispose();
            throw new EffectFailedException(MailServers.Explain(server, "Smtp", e), null, e);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    // A connection that the server closed meanwhile is found out before anything is said on it.
    private async Task<SmtpClient> ConnectedAsync(CancellationToken ct)
    {
        while (idle.TryTake(out var known))
        {
            try
            {
                await known.NoOpAsync(ct);
                return known;
            }
            catch (Exception e) when (MailServers.Fault(e, ct) || e is SmtpCommandException)
            {
                known.Dispose();
            }
        }

        var client = new SmtpClient { Timeout = (int)Patience.TotalMilliseconds };
        try
        {
            await MailServers.ConnectAsync(client, server, ct);
            return client;
        }
        catch (Exception e) when (MailServers.Fault(e, ct))
        {
            client.Dispose();
            throw new EffectFailedException(MailServers.Explain(server, "Smtp", e), null, e);
        }
    }
}
