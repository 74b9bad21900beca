using System.Collections.Immutable;
using System.Net;
using System.Runtime.CompilerServices;
using Approvals.Adapters.Mime;
using Approvals.App.Mail;
using Approvals.App.Ports;

namespace Approvals.Adapters.GraphMail;

/// <summary>Tries the mailboxes in Exchange Online: the identity, its permissions, a mail there and back, and whether Graph tells of new mail.</summary>
internal sealed class GraphMailCheck(
    GraphMailboxes mailboxes, GraphIdentity identity, GraphScopeCheck scope, GraphSubscriptionCheck subscriptions, MailOptions desk, IMailReader reader, TimeProvider clock) : IMailCheck
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(5);

    public async IAsyncEnumerable<MailFinding> CheckAsync(MailCheckOptions options, [EnumeratorCancellation] CancellationToken ct)
    {
        var (token, failure) = await TokenAsync(ct);
        yield return failure ?? MailFinding.Ok("token", "The host has an identity, and a token for Graph.");
        if (token is null)
        {
            yield break;
        }

        var claims = TokenClaims.Read(token);
        yield return scope.OfToken(claims);
        yield return await scope.OfOtherAsync(options.Other, claims, ct);
        foreach (var mailbox in mailboxes.All)
        {
            var found = await LookAsync(mailbox, claims, ct);
            yield return found;
            if (found.Level == MailFindingLevel.Ok)
            {
                foreach (var finding in await SendAsync(mailbox, options.Patience, claims, ct))
                {
                    yield return finding;
                }
            }

            yield return await subscriptions.CheckAsync(mailbox, ct);
        }

        yield return MailFinding.Warning(
            "Direct Send",
            $"Whether others may hand mails in the name of {desk.Mailbox.Domain} to Exchange Online without signing in does not show from here.",
            "Exchange Online PowerShell: Get-OrganizationConfig | Format-List RejectDirectSend; if it is False: Set-OrganizationConfig -RejectDirectSend $true.");
    }

    private async Task<(string? Token, MailFinding? Failure)> TokenAsync(CancellationToken ct)
    {
        try
        {
            return (await identity.TokenAsync(ct), null);
        }
        catch (GraphException e)
        {
            return (null, MailFinding.Fail("token", e.Message));
        }
    }

    private async Task<MailFinding> LookAsync(GraphMailbox mailbox, TokenClaims? claims, CancellationToken ct)
    {
        try
        {
            await mailbox.LookAsync(ct);
            return MailFinding.Ok("mailbox", $"{mailbox.Address} is there, and its inbox can be read.");
        }
        catch (GraphException e)
        {
            return Fail("mailbox", e, mailbox, claims);
        }
    }

    private async Task<ImmutableArray<MailFinding>> SendAsync(GraphMailbox mailbox, TimeSpan patience, TokenClaims? claims, CancellationToken ct)
    {
        if (TestMail.New(mailbox.Address, desk) is not { } mail)
        {
            return [TestMail.NoRoom(desk)];
        }

        GraphItem draft;
        try
        {
            draft = await mailbox.CreateAsync(mail.Bytes(clock.GetUtcNow()), ct);
            await mailbox.SendDraftAsync(draft.Id, ct);
        }
        catch (GraphException e)
        {
            return [Fail("sending", e, mailbox, claims)];
        }

        var sent = MailFinding.Ok("sending", $"{mailbox.Address} sends.");
        try
        {
            // Answers come to one mailbox, whichever asked.
            var arrived = await ArrivedAsync(mailboxes.All[0], draft.MessageId, patience, ct);
            await CleanUpAsync(mailbox, draft.Id, ct);
            return arrived is { } bytes
                ? [sent, .. ArrivalCheck.Of(bytes, mail.To, reader, desk)]
                : [sent, ArrivalCheck.Missing(mail.To, patience, "Exchange Online PowerShell: Set-OrganizationConfig -DisablePlusAddressInRecipients $false.")];
        }
        catch (GraphException e)
        {
            return [sent, Fail("test mail", e, mailboxes.All[0], claims)];
        }
    }

    private async Task<ReadOnlyMemory<byte>?> ArrivedAsync(GraphMailbox inbox, string messageId, TimeSpan patience, CancellationToken ct)
    {
        for (var until = clock.GetUtcNow() + patience; ;)
        {
            if (await inbox.FindArrivedAsync(messageId, ct) is { } item && await inbox.ReadAsync(item.Id, ct) is { } bytes)
            {
                await CleanUpAsync(inbox, item.Id, ct);
                return bytes;
            }

            if (clock.GetUtcNow() >= until)
            {
                return null;
            }

            await Task.Delay(BetweenLooks, clock, ct);
        }
    }

    // Whether the test mail stays where it is changes nothing of what was found.
    private static async Task CleanUpAsync(GraphMailbox mailbox, string id, CancellationToken ct)
    {
        try
        {
            await mailbox.DeleteAsync(id, ct);
        }
        catch (GraphException)
        {
            // It stays there.
        }
    }

    private MailFinding Fail(string subject, GraphException e, GraphMailbox mailbox, TokenClaims? claims) => e.Status == HttpStatusCode.Forbidden
        ? MailFinding.Fail(subject, $"{e.Message} The identity may not do this with {mailbox.Address}.", scope.Grant(claims))
        : MailFinding.Fail(subject, GraphWords.Explain(e, mailbox.Address));
}
