using System.Collections.Immutable;
using Approvals.App.Mail;
using Approvals.App.Ports;
using Approvals.App.Streams;
using Approvals.App.Tickets;
using Approvals.Core.Catalogue;
using Approvals.Core.Chains;
using Approvals.Core.Effects;
using Approvals.Core.Requests;

namespace Approvals.App.Advance;

/// <summary>Carries out one effect against its port, with its id as the key. May run again after a crash: the port finds what was done.</summary>
public sealed class EffectRunner(
    ICatalogue catalogue, IDirectory directory, MailComposer mails, IMailer mailer, TicketComposer tickets, TicketDesks desks, TicketLines lines)
{
    /// <param name="drains">Whether this is the turn of those that waited for their system.</param>
    public Task<EffectResult> RunAsync(Loaded loaded, EffectId id, Effect effect, bool drains, CancellationToken ct) => effect switch
    {
        Effect.SendMail mail => SendAsync(loaded, id, mail, ct),
        Effect.OpenTicket ticket => OpenAsync(loaded, id, ticket, drains, ct),
        Effect.RemarkTicket remark => RemarkAsync(loaded, id, remark, ct),
        _ => throw new System.Diagnostics.UnreachableException(effect.GetType().Name),
    };

    private async Task<EffectResult> SendAsync(Loaded loaded, EffectId id, Effect.SendMail mail, CancellationToken ct)
    {
        var request = loaded.State.Facts!;
        var context = new MailContext
        {
            Id = id,
            Mail = mail,
            Topic = await TopicAsync(request, ct),
            State = loaded.State,
            About = loaded.Causes.GetValueOrDefault(id.Version),
            LastEventHash = Convert.ToHexStringLower(loaded.LastHash.Span),
            People = await PeopleAsync(request, mail.To, ct),
        };
        return mails.Compose(context) switch
        {
            Composition.Superseded superseded => new EffectResult.Dropped(superseded.Reason),
            Composition.Ready ready => await SendAsync(ready.Mail, ct),
            var other => throw new System.Diagnostics.UnreachableException(other.GetType().Name),
        };
    }

    private async Task<EffectResult> SendAsync(OutgoingMail mail, CancellationToken ct)
    {
        try
        {
            return new EffectResult.Mailed(await mailer.SendAsync(mail, ct));
        }
        catch (UndeliverableException e)
        {
            return new EffectResult.Undeliverable(e.Message);
        }
    }

    private async Task<EffectResult> OpenAsync(Loaded loaded, EffectId id, Effect.OpenTicket ticket, bool drains, CancellationToken ct)
    {
        var request = loaded.State.Facts!;
        // A ticket that an earlier round ordered at once may be none of this round's policy.
        if (request.Policy.Tickets.Any(order => order.Template == ticket.Template && order.Moment == TicketMoment.Approved) && Gate.Problem(request) is { } problem)
        {
            throw new EffectFailedException(problem);
        }

        var topic = await TopicAsync(request, ct);
        var template = topic.Tickets.FirstOrDefault(template => template.Id == ticket.Template)
            ?? throw new EffectFailedException($"Version {request.TopicVersion} of topic {request.Topic} has no ticket template '{ticket.Template}'.");
        var desk = desks.Find(ticket.System);
        var draft = tickets.Compose(topic, template, request, Convert.ToHexStringLower(loaded.LastHash.Span), await PeopleAsync(request, request.Requester, ct)) with { Order = id };
        if (loaded.State is RequestState.Closed { As: not ClosedAs.Completed })
        {
            // Nobody wants it any more. It may be there all the same, from an attempt whose end is not known.
            return await AskAsync(desk, drains, () => desk.WithdrawAsync(draft, ct)) is { } there
                ? new EffectResult.Ticketed(desk.System, there.Key, there.Url)
                : new EffectResult.Dropped($"the request was {loaded.State.Status} before the ticket was raised");
        }

        var opened = await AskAsync(desk, drains, () => desk.OpenAsync(draft, ct));
        return new EffectResult.Ticketed(desk.System, opened.Key, opened.Url);
    }

    private async Task<EffectResult> RemarkAsync(Loaded loaded, EffectId id, Effect.RemarkTicket remark, CancellationToken ct)
    {
        var request = loaded.State.Facts!;
        var ticket = request.Tickets.First(known => known.Template == remark.Template);
        if (ticket.Phase is TicketPhase.Gone or TicketPhase.Closed)
        {
            return new EffectResult.Dropped("the ticket is closed for good, or was deleted, in its system");
        }

        var desk = desks.Of(ticket.System) ?? throw new EffectFailedException($"The ticket system '{ticket.System}' is not set up any more. Set it up, then retry this.");
        var text = tickets.Remark(request, loaded.State, loaded.Causes.GetValueOrDefault(remark.About), id);
        await AskAsync(desk, drains: false, async () =>
        {
            await desk.RemarkAsync(new DeskRemark(id.ToString(), ticket.Key, text), ct);
            return true;
        });
        return new EffectResult.Told();
    }

    /// <summary>One system that is away makes everybody wait who wants something of it, and nobody overtakes those who wait.</summary>
    private async Task<T> AskAsync<T>(ITicketDesk desk, bool drains, Func<Task<T>> ask)
    {
        if (!drains && lines.IsHeld(desk.System))
        {
            throw new EffectPostponedException($"Earlier tickets wait for {desk.System}; this one waits behind them.", TicketLines.Park, isSystemWide: false);
        }

        try
        {
            return await ask();
        }
        catch (EffectPostponedException e) when (e.IsSystemWide)
        {
            lines.Trip(desk.System);
            throw new EffectPostponedException(e.Message, TicketLines.Park, isSystemWide: true, e);
        }
    }

    private async ValueTask<Topic> TopicAsync(Request request, CancellationToken ct) =>
        await catalogue.FindAsync(request.Topic, request.TopicVersion, ct)
        ?? throw new EffectFailedException($"Version {request.TopicVersion} of topic {request.Topic} is not in the archive.");

    private async ValueTask<ImmutableDictionary<EmailAddress, Person>> PeopleAsync(Request request, EmailAddress reader, CancellationToken ct)
    {
        var people = ImmutableDictionary.CreateBuilder<EmailAddress, Person>();
        foreach (var mail in request.Asked.Add(request.Requester).Add(request.Beneficiary ?? request.Requester).Add(reader))
        {
            if (await directory.FindAsync(mail, ct) is { } person)
            {
                people[mail] = person;
            }
        }

        return people.ToImmutable();
    }
}
