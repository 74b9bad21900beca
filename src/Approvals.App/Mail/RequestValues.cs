using System.Collections.Immutable;
using Approvals.Core.Catalogue;
using Approvals.Core.Requests;

namespace Approvals.App.Mail;

/// <summary>The values that mails and tickets have in common.</summary>
internal static class RequestValues
{
    public static ImmutableDictionary<string, string>.Builder Of(Request request, Topic topic, MailOptions options)
    {
        var values = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in request.Content.Fields)
        {
            values[name] = request.Content.Shown.FirstOrDefault(shown => shown.Field == name)?.Text ?? value.Canonical;
        }

        values["request.id"] = request.Id.Value;
        values["request.title"] = request.Title;
        values["request.url"] = options.RequestUrl(request.Id);
        values["request.requester"] = request.Requester.Value;
        values["request.requesterName"] = request.Requester.Value;
        values["request.beneficiary"] = request.Beneficiary?.Value ?? "";
        values["request.round"] = request.Round.ToString();
        values["request.topic"] = topic.Title;
        values["contentHash"] = request.ContentHash;
        values["fields"] = string.Join('\n', request.Content.Shown.Select(shown => $"{shown.Label}: {shown.Text}"));
        values["ticket.key"] = request.Tickets.IsEmpty ? "" : request.Tickets[^1].Key;
        values["ticket.url"] = request.Tickets.IsEmpty ? "" : request.Tickets[^1].Url ?? "";
        return values;
    }
}
