using System.Collections.Immutable;
using Approvals.App.Mail;
using Approvals.App.Ports;
using Approvals.Core.Catalogue;
using Approvals.Core.Chains;
using Approvals.Core.Effects;
using Approvals.Core.Requests;

namespace Approvals.App.Tickets;

/// <summary>
/// Writes the ticket that a template of the topic asks for, with the evidence of the approval in it. A ticket names its requester and copies nobody:
/// addresses of customers are facts in its text, never recipients.
/// </summary>
public sealed class TicketComposer(MailOptions options)
{
    private const int MaxSubject = 150;
    private const int MaxField = 1_000;

    /// <summary>The idempotency key: a request raises a template's ticket once. The round is no part of it: one may begin between two attempts.</summary>
    public static string KeyOf(Request request, string template) => $"{request.Id}-{template}";

    /// <summary>What a ticket is told of its request: what happened, who did it, and where the whole of it is.</summary>
    /// <param name="about">The event that it tells of.</param>
    /// <param name="id">Makes the remark known again: it is never written twice.</param>
    public string Remark(Request request, RequestState state, RequestEvent? about, EffectId id)
    {
        var (what, why) = about switch
        {
            RequestEvent.StepRejected e => ($"was rejected by {e.By}", e.Comment),
            RequestEvent.StepOverridden { Decision: OverrideDecision.Reject } e => ($"was rejected by {e.By} as administrator", e.Reason),
            RequestEvent.StepOverridden e => ($"was approved in step {e.Step} by {e.By} as administrator, in place of the people asked", e.Reason),
            RequestEvent.StepReturned e => ($"was returned by {e.By} to its requester, who changes it", e.Comment),
            RequestEvent.Recalled e => ("was recalled by its requester, who changes it", e.Reason),
            RequestEvent.Cancelled e => ($"was cancelled by {e.By}", e.Reason),
            RequestEvent.StepExpired => ("ran out of time without an answer", null),
            _ => ($"is {state.Status}", null),
        };
        var when = about is null ? "" : $" on {ReaderTime.Utc(about.At)}";
        var because = string.IsNullOrWhiteSpace(why) ? "" : $"\nReason: {CleanText.Line(why, 500)}";
        return $"The request behind this ticket {what}{when}.{because}\nRequest: {options.RequestUrl(request.Id)}\n[{id}]";
    }

    /// <param name="lastEventHash">The hash of the last event of the stream: lower-case hex.</param>
    /// <param name="people">What the directory knows of those who take part.</param>
    public TicketDraft Compose(Topic topic, TicketTemplate template, Request request, string lastEventHash, ImmutableDictionary<EmailAddress, Person>? people = null)
    {
        var values = RequestValues.Of(request, topic, options);
        values[PlaceholderNames.RequesterName] = people?.GetValueOrDefault(request.Requester)?.Name ?? request.Requester.Value;
        values[PlaceholderNames.Approvals] = string.Join('\n', TicketEvidence.Approvals(request));
        values[PlaceholderNames.LastEventHash] = lastEventHash;
        string Line(string text, int max) => CleanText.Line(Template.Parse(text).Render(values.GetValueOrDefault), max);
        return new TicketDraft
        {
            Key = KeyOf(request, template.Id),
            Request = request.Id,
            Template = template.Id,
            Requester = template.Requester ?? request.Requester,
            Copy = template.Requester is { } account && account != request.Requester ? request.Requester : null,
            Subject = Line(template.Subject, MaxSubject),
            Body = $"{CleanText.Lines(Template.Parse(template.Body).Render(values.GetValueOrDefault)).Trim()}\n\n{TicketEvidence.Write(request, lastEventHash, options)}",
            Priority = Line(template.Priority, 20),
            Form = template.Form,
            Queue = template.Queue is { } queue ? Line(queue, 200) : null,
            Category = template.Category is { } category ? Line(category, 200) : null,
            Tags = [.. template.Tags.Select(tag => Line(tag, 100)).Where(tag => tag.Length > 0)],
            Fields = template.Fields.ToImmutableSortedDictionary(field => field.Key, field => Line(field.Value, MaxField)),
        };
    }
}
