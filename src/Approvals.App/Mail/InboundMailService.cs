using System.Security.Cryptography;
using System.Text;
using Approvals.App.Ports;
using Approvals.App.Streams;
using Approvals.Core.Requests;

namespace Approvals.App.Mail;

/// <summary>
/// The one way in for mail, wherever it comes from. It reads, judges, decides through the request service, answers what did not count, and keeps what came of it.
/// It may be killed at any line and called again with the same mail: every part has a key.
/// </summary>
public sealed class InboundMailService(
    IMailReader reader, IReceivedMails received, IMailer mailer, RequestStreams streams, RequestService requests, IDelegationStore delegations, IDirectory directory,
    DecisionTokens tokens, MailOptions options, TimeProvider clock)
{
    private const int MaxAnswers = 2;
    private const int MaxKept = 2_000;
    private readonly ReplyLocator locator = new(tokens, options);
    private readonly SenderOwner owner = new(directory);
    private readonly ReplyJudge judge = new(tokens);
    private readonly ReplyAnswer answer = new(options);
    private readonly Bounces bounces = new(streams, requests, clock);

    public async Task<ReceivedMail> ReceiveAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        switch (reader.Read(bytes))
        {
            case MailReading.Read(var mail):
                return await received.FindAsync(KeyOf(mail), ct) ?? await ReceiveAsync(KeyOf(mail), mail, ct);
            case MailReading.Refused(var reason):
                return await KeepAsync(Unreadable(Convert.ToHexStringLower(SHA256.HashData(bytes.Span)), reason), ct);
            case var other:
                throw new System.Diagnostics.UnreachableException(other.GetType().Name);
        }
    }

    private async Task<ReceivedMail> ReceiveAsync(string key, InboundMail mail, CancellationToken ct)
    {
        var text = locator.Find(mail);
        var token = tokens.TryRead(text, out var read) ? read : null;
        var seen = Describe(key, mail, text, token);
        if (mail.Failure is { } failure && await bounces.NoteAsync(failure, ct) is { } back)
        {
            return await KeepAsync(seen with { Request = back.Request, Outcome = "undeliverable", Explanation = $"The mail to {back.To} reached nobody: {failure.Reason}" }, ct);
        }

        if (AutomaticMail.Sign(mail, options) is { } sign)
        {
            return await KeepAsync(seen with { Outcome = "automatic", Explanation = $"Not counted: it looks like {sign}." }, ct);
        }

        var state = token is null ? null : (await streams.LoadAsync(token.Request, ct))?.State;
        var sender = await owner.FindAsync(SenderCheck.Of(mail, options), state?.Facts, ct);
        var standIns = Named(sender) is { } person && state is not null ? await delegations.ListToAsync(person, ct) : [];
        var judgement = judge.Judge(mail, sender, token, state, standIns, clock.GetUtcNow());
        if (judgement is Judgement.Decides decides)
        {
            var done = await DecideAsync(decides, token!.Request, key, ct);
            if (done is null)
            {
                return await KeepAsync(seen with { Outcome = Word(decides.Command), Explanation = $"Counted: {Word(decides.Command)} by {decides.By}." }, ct);
            }

            judgement = done;
        }

        var refused = (Judgement.Refused)judgement;
        var answered = refused.Tell is { } to && await AnswerAsync(key, mail, refused, to, text, state?.Facts, ct);
        return await KeepAsync(seen with { Outcome = refused.Code, Explanation = $"Not counted: {refused.Message}.", Answered = answered }, ct);
    }

    /// <summary>Null: it took effect, now or when the same mail came before.</summary>
    private async Task<Judgement.Refused?> DecideAsync(Judgement.Decides decides, RequestId request, string key, CancellationToken ct) =>
        await requests.ExecuteAsync(new Caller(decides.By, Roles.Approver), request, decides.Command, "mail:" + key, ct) switch
        {
            Answer.Done or Answer.KeyReused => null,
            Answer.Refused(var refusal) => new Judgement.Refused(refusal.Code, refusal.Message.TrimEnd('.'), decides.By, Involved: true),
            var other => throw new System.Diagnostics.UnreachableException(other.GetType().Name),
        };

    private async Task<bool> AnswerAsync(string key, InboundMail mail, Judgement.Refused why, EmailAddress to, string? token, Request? request, CancellationToken ct)
    {
        if (!await received.ClaimAnswerAsync(Hash($"{token}\n{to}"), key, MaxAnswers, ct))
        {
            return false;
        }

        try
        {
            await mailer.SendAsync(answer.Write(key, mail, why, to, token, request), ct);
            return true;
        }
        catch (Exception e) when (e is EffectFailedException or EffectPostponedException or UndeliverableException)
        {
            // The answer is a courtesy: that it can not be delivered must not keep the mail from being settled.
            return false;
        }
    }

    private Task<ReceivedMail> KeepAsync(ReceivedMail mail, CancellationToken ct) => received.KeepAsync(mail, ct);

    private ReceivedMail Describe(string key, InboundMail mail, string? text, DecisionToken? token) => new()
    {
        Key = key,
        ReceivedAtUtc = clock.GetUtcNow(),
        From = CleanText.Line(string.Join(", ", mail.From), 300),
        Subject = CleanText.Line(mail.Subject, 200),
        Text = CleanText.Lines(mail.Text.Length > MaxKept ? mail.Text[..MaxKept] : mail.Text),
        ReplyTo = text is null ? null : options.ReplyAddress(text),
        Request = token?.Request,
        Outcome = "",
        Explanation = "",
    };

    private ReceivedMail Unreadable(string key, string reason) => new()
    {
        Key = key,
        ReceivedAtUtc = clock.GetUtcNow(),
        From = "",
        Subject = "",
        Text = "",
        Outcome = "unreadable",
        Explanation = $"Not counted: {reason}",
    };

    // With the sender: somebody else's mail under a known message id must not take the place of the real one.
    private static string KeyOf(InboundMail mail) => Hash($"{mail.MessageId}\n{string.Join(',', mail.From).ToLowerInvariant()}");

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static EmailAddress? Named(Sender sender) => sender switch
    {
        Sender.Known known => known.Mail,
        Sender.Doubtful doubtful => doubtful.Claimed,
        _ => throw new System.Diagnostics.UnreachableException(sender.GetType().Name),
    };

    private static string Word(Command command) => command switch
    {
        Command.Approve => "approved",
        Command.Reject => "rejected",
        Command.Return => "returned",
        _ => throw new System.Diagnostics.UnreachableException(command.GetType().Name),
    };
}
