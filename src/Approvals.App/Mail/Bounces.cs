using Approvals.App.Streams;
using Approvals.Core.Effects;
using Approvals.Core.Requests;

namespace Approvals.App.Mail;

/// <summary>
/// Matches what came back to the mail that it was. Anybody can write such a report, so it must name the message id under which the mail went out: only
/// whoever handled that mail knows it.
/// </summary>
internal sealed class Bounces(RequestStreams streams, RequestService requests, TimeProvider clock)
{
    private const int MaxOriginals = 5;
    private const int Looks = 10;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    /// <summary>Null when it is none of our mails, as far as can be told.</summary>
    public async Task<Bounce?> NoteAsync(DeliveryFailure failure, CancellationToken ct)
    {
        foreach (var id in failure.Originals.Take(MaxOriginals))
        {
            if (EffectOf(id) is { } effect && await FindAsync(effect, ct) is { } sent && id.Equals(sent.MessageId, StringComparison.OrdinalIgnoreCase))
            {
                var note = new Command.NoteBounce(effect, sent.Kind, sent.To, failure.Reason) { At = default, CommandId = "", By = default };
                await requests.NoteAsync(effect.Request, note, $"bounce-{effect}", ct);
                return new Bounce(effect.Request, sent.To);
            }
        }

        return null;
    }

    // Some mails are back before it is on record that they went out.
    private async Task<RequestEvent.MailSent?> FindAsync(EffectId effect, CancellationToken ct)
    {
        for (var look = 1; ; look++)
        {
            if (await streams.FindSentAsync(effect, ct) is { } sent)
            {
                return sent;
            }

            if (look == Looks || (await streams.ReloadAsync(effect.Request, ct))?.Outbox.Any(row => row.Id == effect) != true)
            {
                return null;
            }

            await Task.Delay(BetweenLooks, clock, ct);
        }
    }

    // Our message ids begin with the effect: <effect.token@domain>.
    private static EffectId? EffectOf(string messageId) => EffectId.TryParse(messageId.Split('@')[0].Split('.')[0].ToLowerInvariant(), out var effect) ? effect : null;
}

/// <summary>A mail of ours that came back.</summary>
internal sealed record Bounce(RequestId Request, EmailAddress To);
