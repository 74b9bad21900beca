using System.Collections.Immutable;
using Approvals.App.Mail;
using Approvals.App.Ports;
using Approvals.Core.Catalogue;
using Approvals.Core.Chains;
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
