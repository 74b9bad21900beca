using System.Security.Cryptography;
using System.Text;
using Approvals.Adapters.Channels;
using Approvals.Adapters.Smtp;
using Approvals.App.Mail;
using Approvals.App.Ports;
using MailKit;
using MailKit.Net.Imap;
using Microsoft.Extensions.Logging;

namespace Approvals.Adapters.Imap;

/// <summary>
/// Reads a mailbox over IMAP: by IDLE where the server has it, else by looking again. How far it got is noted after every mail, so that a repeat begins there;
/// flags are set for people's eyes only, who may read the mailbox too.
/// </summary>
internal sealed class ImapIntake(MailServer server, string folder, InboundMailService inbound, INoteStore notes, TimeProvider clock, ILogger<ImapIntake> log) : IMailIntake, IDisposable
{
    private const string Area = "mail-read";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // Servers end an IDLE after half an hour; and what it tells may get lost.
    private static readonly TimeSpan LongestIdle = TimeSpan.FromMinutes(9);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim turn = new(1, 1);

    // A folder may be called anything, and a note may not.
    private readonly string name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{server.User}\n{server.Host}\n{folder}")));
    private ImapClient? client;

    // How many mails the folder had when it was last looked through: what the server tells between two commands is not missed.
    private int seen;

    public async Task<int> CollectAsync(CancellationToken ct)
    {
        await turn.WaitAsync(ct);
        try
        {
            return await CollectAsync(await OpenAsync(ct), ct);
        }
        catch (Exception e) when (MailServers.Fault(e, ct))
        {
            throw Lost(e);
        }
        finally
        {
            turn.Release();
        }
    }

    public async Task WaitAsync(CancellationToken ct)
    {
        await turn.WaitAsync(ct);
        try
        {
            var inbox = await OpenAsync(ct);
            if (!client!.Capabilities.HasFlag(ImapCapabilities.Idle))
            {
                await Task.Delay(BetweenLooks, clock, ct);
                return;
            }

            using var done = new CancellationTokenSource(LongestIdle, clock);
            void Changed(object? sender, EventArgs e) => done.Cancel();
            inbox.CountChanged += Changed;
            try
            {
                if (inbox.Count == seen)
                {
                    await client.IdleAsync(done.Token, ct);
                }
            }
            finally
            {
                inbox.CountChanged -= Changed;
            }
        }
        catch (Exception e) when (MailServers.Fault(e, ct))
        {
            throw Lost(e);
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose()
    {
        client?.Dispose();
        turn.Dispose();
    }

    private async Task<int> CollectAsync(IMailFolder inbox, CancellationToken ct)
    {
        // Says what came while nobody listened.
        await client!.NoOpAsync(ct);
        seen = inbox.Count;
        var place = ReadPlace(await notes.FindAsync(Area, name, ct), inbox.UidValidity);
        var count = 0;
        foreach (var mail in (await inbox.FetchAsync(new UniqueIdRange(new UniqueId(inbox.UidValidity, place + 1), UniqueId.MaxValue), MessageSummaryItems.UniqueId, ct)).OrderBy(m => m.UniqueId.Id))
        {
            // "From n on" always has the last one in it.
            if (mail.UniqueId.Id <= place)
            {
                continue;
            }

            await HandInAsync(inbox, mail.UniqueId, ct);
            await notes.PutAsync(Area, name, Encoding.ASCII.GetBytes($"{inbox.UidValidity} {mail.UniqueId.Id}"), ct);
            await inbox.AddFlagsAsync(mail.UniqueId, MessageFlags.Seen, silent: true, ct);
            count++;
        }

        return count;
    }

    private async Task HandInAsync(IMailFolder inbox, UniqueId uid, CancellationToken ct)
    {
        using var bytes = new MemoryStream();
        // Of a mail that is too large anyway, one byte more than is read.
        await using (var stream = await inbox.GetStreamAsync(uid, 0, IMailReader.MaxBytes + 1, ct))
        {
            await stream.CopyToAsync(bytes, ct);
        }

        await inbound.HandInAsync(bytes.ToArray(), uid.ToString(), log, ct);
    }

    // Another validity: the server has numbered the mails anew. All of them are looked at; those that were seen are known.
    private static uint ReadPlace(Note? note, uint validity) =>
        note is not null && Encoding.ASCII.GetString(note.Value.Span).Split(' ') is [var kept, var last] && kept == $"{validity}" ? uint.Parse(last, null) : 0;

    private async Task<IMailFolder> OpenAsync(CancellationToken ct)
    {
        if (client is not { IsConnected: true, IsAuthenticated: true })
        {
            client?.Dispose();
            client = new ImapClient { Timeout = (int)Patience.TotalMilliseconds };
            await MailServers.ConnectAsync(client, server, ct);
        }

        var inbox = await MailServers.FindFolderAsync(client, folder, ct);
        if (!inbox.IsOpen)
        {
            await inbox.OpenAsync(FolderAccess.ReadWrite, ct);
        }

        return inbox;
    }

    private MailIntakeException Lost(Exception e)
    {
        client?.Dispose();
        client = null;
        return new MailIntakeException(MailServers.Explain(server, "Imap", e), null, e);
    }
}
