using System.Collections.Immutable;
using Approvals.App.Ports;
using Approvals.Core.Catalogue;
using Approvals.Core.Effects;
using Approvals.Core.Requests;

namespace Approvals.App.Mail;

/// <summary>Writes the mail that an effect orders, from the topic's own words and the state as it is now.</summary>
public sealed class MailComposer(DecisionTokens tokens, MailOptions options)
{
    private const int MaxSubject = 150;

    public Composition Compose(MailContext context) => MailQuestion.Of(context) switch
    {
        MailQuestion.Gone gone => new Composition.Superseded(gone.Reason),
        MailQuestion.Open(var step, var assignment) =>
            Write(context, step, assignment, tokens.Write(context.Request.Id, context.Request.Round, step.Plan.Number, assignment.Assignee)),
        MailQuestion.None => Write(context, (context.Mail.Step ?? MailValues.StepOf(context.About)) is { } number ? context.Request.Step(number) : null, null, null),
        var other => throw new System.Diagnostics.UnreachableException(other.GetType().Name),
    };

    private Composition.Ready Write(MailContext context, StepState? step, AssignmentState? assignment, string? token)
    {
        var request = context.Request;
        var url = token is null ? options.RequestUrl(request.Id) : options.DecisionUrl(token);
        var values = MailValues.Of(context, step, assignment, url, options);
        var text = context.Topic.Mails.GetValueOrDefault(context.Mail.Kind) ?? Plain(context.Mail.Kind);
        var subject = CleanText.Line(Template.Parse(text.Subject).Render(values.GetValueOrDefault), MaxSubject);
        var replyTo = token is null ? null : options.ReplyAddress(token);
        var body = Body(text.Body, values);
        var document = new MailDocument
        {
            Title = CleanText.Line(request.Title, MaxSubject),
            Preheader = CleanText.Line(body.FirstOrDefault(paragraph => paragraph.Length > 40) ?? subject, 140),
            TakesReply = replyTo is not null && request.Policy.DecisionsByMail,
            Body = body,
            Action = token is null ? new("Open the request", url) : new("Review and decide", url),
            Sections = Sections(context, step, assignment, replyTo is not null, options),
            Footer = $"Request {request.Id}, round {request.Round}. This mail was sent to {context.Mail.To}; the link works only for people who may see the request, after sign-in.",
        };
        return new(new OutgoingMail
        {
            Key = context.Id,
            To = context.Mail.To,
            ReplyTo = replyTo,
            Subject = subject,
            Text = PlainMail.Write(document),
            Html = HtmlMail.Write(document),
            Thread = request.Id.Value,
            Headers = MailHeaders.Of(context.Id, token, options),
        });
    }

    private static ImmutableArray<MailSection> Sections(MailContext context, StepState? step, AssignmentState? assignment, bool takesReply, MailOptions options)
    {
        var sections = ImmutableArray.CreateBuilder<MailSection>();
        void Add(string heading, IEnumerable<MailFact> facts, IEnumerable<string> lines)
        {
            var section = new MailSection(heading, [.. facts], [.. lines]);
            if (!section.Facts.IsEmpty || !section.Lines.IsEmpty)
            {
                sections.Add(section);
            }
        }

        if (step is not null && assignment is not null)
        {
            Add("Your decision", MailFacts.Question(context, step, assignment), []);
            Add("What changed since the last round", MailFacts.Changes(context), []);
        }

        Add("What is asked for", MailFacts.AskedFor(context, options), []);
        Add("Approvals so far", MailFacts.Approvals(context), []);
        if (step is not null && assignment is not null)
        {
            Add("What happens next", [], MailNext.After(context, step));
            Add("Answer by mail", [], takesReply ? MailNext.ByMail(context.Request.Policy) : []);
        }

        return sections.ToImmutable();
    }

    // Split before the values are put in: what people wrote makes no paragraphs of its own. The fields have their table.
    private static ImmutableArray<string> Body(string template, Dictionary<string, string> values) =>
        [.. template.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(paragraph => paragraph != $"{{{{{PlaceholderNames.Fields}}}}}")
            .Select(paragraph => Template.Parse(paragraph).Render(values.GetValueOrDefault).Trim())
            .Where(paragraph => paragraph.Length > 0)];

    // A topic without a text of this kind still tells people what happened.
    private static MailText Plain(MailKind kind) => new(
        $"{Words(kind)}: {{{{request.title}}}}",
        $"{Words(kind)}: {{{{request.title}}}} (requested by {{{{request.requesterName}}}}).\n\n{{{{comment}}}}");

    private static string Words(MailKind kind) => kind switch
    {
        MailKind.ApprovalRequested => "Please decide",
        MailKind.Reminder => "Reminder, please decide",
        MailKind.Escalated => "Escalated",
        MailKind.Reassigned => "Reassigned",
        MailKind.Superseded => "No decision needed any more",
        MailKind.Returned => "Returned to you",
        MailKind.Rejected => "Rejected",
        MailKind.Approved => "Approved",
        MailKind.Recalled => "Recalled",
        MailKind.Cancelled => "Cancelled",
        MailKind.Expired => "Expired",
        MailKind.Held => "Nobody answers",
        MailKind.TicketRaised => "Ticket raised",
        MailKind.Commented => "New comment",
        MailKind.TicketSolved => "Ticket solved",
        MailKind.TicketNews => "News of the ticket",
        MailKind.Delegated => "You stand in, please decide",
        _ => throw new System.Diagnostics.UnreachableException(kind.ToString()),
    };
}
