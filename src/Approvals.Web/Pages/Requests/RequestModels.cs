using System.Collections.Immutable;
using Approvals.App;
using Approvals.App.Ports;
using Approvals.Core.Catalogue;
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
            Lines = Lines(request),
            Mails = [.. events.OfType<RequestEvent.MailSent>().Select(mail => new SentMail(mail.To, mail.Kind, mail.At)).Reverse()],
            Verdict = verdict,
            LastHash = history.IsEmpty ? "" : Convert.ToHexStringLower(history[^1].Stored.Hash.Span),
        };
    }

    /// <summary>Everybody whose name the page may need.</summary>
    public static IEnumerable<EmailAddress> People(Request request, ImmutableArray<(RequestEvent Event, StoredEvent Stored)> history)
    {
        IEnumerable<EmailAddress?> named = [request.Requester, request.Beneficiary, .. request.Asked.Select(mail => (EmailAddress?)mail)];
        var steps = request.Steps.SelectMany(step => step.Assignments).SelectMany(one => new[] { one.Assignee, one.Assignment.OnBehalfOf, one.DecidedBy?.Person });
        var acted = history.SelectMany(entry => new[] { entry.Event.By.Person, (entry.Event as RequestEvent.MailSent)?.To, (entry.Event as RequestEvent.MailUndeliverable)?.To });
        return named.Concat(steps).Concat(acted).OfType<EmailAddress>();
    }

    private static ImmutableArray<ContentLine> Lines(Request request)
    {
        if (request.ContentBefore is not { } earlier)
        {
            return [.. request.Content.Shown.Select(line => Line(line, null))];
        }

        var before = earlier.Shown.ToDictionary(line => line.Field);
        var now = request.Content.Shown.Select(line => Line(line, Before(line)));
        var gone = earlier.Shown.Where(old => request.Content.Shown.All(line => line.Field != old.Field)).Select(old => new ContentLine(old.Label, null, old.Text));
        return [.. now, .. gone];

        ContentLine Line(ShownField line, string? old) =>
            new(line.Label, line.Text, old) { Files = request.Content.Fields.GetValueOrDefault(line.Field) is FieldValue.Files files ? files.Values : [] };

        string? Before(ShownField line) => before.TryGetValue(line.Field, out var old) ? old.Text == line.Text ? null : old.Text : "";
    }
}
