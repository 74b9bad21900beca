using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Approvals.App.Mail;
using Approvals.App.Ports;
using Approvals.Core.Chains;
using Approvals.Core.Effects;
using Approvals.Core.Requests;
using Microsoft.Extensions.Logging;

namespace Approvals.App.Digests;

/// <summary>
/// Sends each person for whom several things wait one mail on each of their working mornings. Whoever is asked is looked at once an hour, and considered then.
/// </summary>
public sealed class DigestSender(RequestQueries queries, IMailer mailer, MailOptions options, TimeProvider clock, ILogger<DigestSender> log)
{
    // Spares looking again for who had theirs. Losing it does no harm: the key is the same, so the mail is.
    private readonly ConcurrentDictionary<EmailAddress, DateOnly> sent = new();

    public async Task ConsiderAsync(Person person, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (person.AwayAt(now) is null && WorkingMorning.DayAt(person.Calendar, now) is { } day && sent.GetValueOrDefault(person.Mail) != day)
        {
            await SendAsync(person, day, ct);
        }
    }

    private async Task SendAsync(Person person, DateOnly day, CancellationToken ct)
    {
        var waiting = await queries.InboxAsync(new Caller(person.Mail, Roles.Approver), null, Digest.MostLines, ct);
        if (waiting.Items.Length < Digest.Least)
        {
            return;
        }

        var digest = new Digest(KeyOf(person.Mail, day), person, day, waiting.Items, waiting.Next is not null);
        try
        {
            await mailer.SendAsync(DigestMail.Write(digest, options), ct);
            sent[person.Mail] = day;
        }
        catch (Exception e) when (e is not (StoreUnavailableException or OperationCanceledException))
        {
            // A courtesy that must not keep the next person from theirs: the requests have their own mails. The next look of this morning tries again, where somebody may be there.
            log.DigestFailed(e);
            if (e is UndeliverableException)
            {
                sent[person.Mail] = day;
            }
        }
    }

    // Computed, as the key of every mail: it belongs to no request.
    private static EffectId KeyOf(EmailAddress person, DateOnly day) => new(
        RequestId.FromBytes(SHA256.HashData(Encoding.UTF8.GetBytes($"digest\n{person}\n{day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}")).AsSpan(0, 16)), 0, 0);
}

/// <summary>Event ids 120 to 129.</summary>
internal static partial class Log
{
    [LoggerMessage(120, LogLevel.Warning, "A digest could not be sent.")]
    public static partial void DigestFailed(this ILogger log, Exception e);
}
