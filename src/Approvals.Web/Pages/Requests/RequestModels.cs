using System.Collections.Immutable;
using Approvals.App;
using Approvals.App.Ports;
using Approvals.Core.Requests;
using Approvals.Web.Pages.Shared;

namespace Approvals.Web.Pages.Requests;

/// <summary>Makes the model of the page from the state of a request and its history.</summary>
internal static class RequestModels
{
    public static RequestModel Build(
        RequestState state, ImmutableArray<(RequestEvent Event, StoredEvent Stored)> history, string topicTitle, ImmutableArray<AllowedAction> actions, ChainVerdict? verdict, NameBook names)
    {
        var request = state.Facts ?? throw new ArgumentException("The request was never submitted.", nameof(state));
        var events = history.Select(entry => entry.Event).ToImmutableArray();
        var words = new EventWords(names);
        return new RequestModel
        {
            Request = request,
            Status = state.Status,
            TopicTitle = topicTitle,
            Closed = state is RequestState.Closed closed ? (closed.By, closed.AtUtc) : null,
            Actions = actions,
            // Newest first: the last thing that happened is what people come for.
            Timeline = [.. events.Select(words.Say).Reverse()],
            Lines = Lines(events, request),
            Mails = [.. events.OfType<RequestEvent.MailSent>().Select(mail => new SentMail(mail.To, mail.Kind, mail.At)).Reverse()],
            AskedAt = AskedAt(events),
            Verdict = verdict,
            LastHash = history.IsEmpty ? "" : Convert.ToHexStringLower(history[^1].Stored.Hash.Span),
        };
    }

    /// <summary>Everybody whose name the page may need.</summary>
    public static IEnumerable<EmailAddress> People(Request request, ImmutableArray<(RequestEvent Event, StoredEvent Stored)> history)
    {
        IEnumerable<EmailAddress?> named = [request.Requester, request.Beneficiary, .. request.Asked.Select(mail => (EmailAddress?)mail)];
        var steps = request.Steps.SelectMany(step => step.Assignments).SelectMany(one => new[] { one.Assignee, one.Assignment.OnBehalfOf, one.DecidedBy?.Person });
        var acted = history.SelectMany(entry => new[] { entry.Event.By.Person, (entry.Event as RequestEvent.MailSent)?.To });
        return named.Concat(steps).Concat(acted).OfType<EmailAddress>();
    }

    private static ImmutableArray<ContentLine> Lines(ImmutableArray<RequestEvent> events, Request request)
    {
        var contents = events.Select(ContentOf).OfType<Content>().ToList();
        if (contents.Count < 2)
        {
            return [.. request.Content.Shown.Select(line => new ContentLine(line.Label, line.Text, null))];
        }

        var before = contents[^2].Shown.ToDictionary(line => line.Field);
        var now = request.Content.Shown.Select(line => new ContentLine(line.Label, line.Text, Before(line)));
        var gone = contents[^2].Shown.Where(old => request.Content.Shown.All(line => line.Field != old.Field)).Select(old => new ContentLine(old.Label, null, old.Text));
        return [.. now, .. gone];

        string? Before(ShownField line) => before.TryGetValue(line.Field, out var old) ? old.Text == line.Text ? null : old.Text : "";
    }

    private static Content? ContentOf(RequestEvent e) => e switch
    {
        RequestEvent.Submitted s => s.Content,
        RequestEvent.Resubmitted s => s.Content,
        _ => null,
    };

    private static ImmutableDictionary<(int, EmailAddress), DateTimeOffset> AskedAt(ImmutableArray<RequestEvent> events)
    {
        var asked = ImmutableDictionary.CreateBuilder<(int, EmailAddress), DateTimeOffset>();
        foreach (var e in events)
        {
            foreach (var (step, assignment) in AskedBy(e))
            {
                asked[(step, assignment.Assignee)] = e.At;
            }
        }

        return asked.ToImmutable();
    }

    private static IEnumerable<(int Step, Core.Chains.Assignment Assignment)> AskedBy(RequestEvent e) => e switch
    {
        RequestEvent.StepOpened s => s.Assignments.Select(assignment => (s.Step, assignment)),
        RequestEvent.Reassigned s => [(s.Step, s.To)],
        RequestEvent.ApproverAdded s => [(s.Step, s.Added)],
        RequestEvent.StepEscalated s => [(s.Step, s.To)],
        _ => [],
    };
}
