using Approvals.Core.Catalogue;
using Approvals.Core.Requests;

namespace Approvals.App.Mail;

/// <summary>The values that mails and tickets have in common.</summary>
internal static class RequestValues
{
    public static Dictionary<string, string> Of(Request request, Topic topic, MailOptions options)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var shown in request.Content.Shown)
        {
            values.TryAdd(shown.Field, shown.Text);
        }

        foreach (var (name, value) in request.Content.Fields)
        {
            values.TryAdd(name, value.Canonical);
        }

        // Settings are of the topic's version, so no request needs to keep them.
        foreach (var setting in topic.Values)
        {
            if (setting.Formula is Formula.Constant constant)
            {
                values.TryAdd(setting.Spec.Name, FieldText.Of(setting.Spec, constant.Value));
            }
        }

        values[PlaceholderNames.RequestId] = request.Id.Value;
        values[PlaceholderNames.RequestTitle] = request.Title;
        values[PlaceholderNames.RequestUrl] = options.RequestUrl(request.Id);
        values[PlaceholderNames.Requester] = request.Requester.Value;
        values[PlaceholderNames.RequesterName] = request.Requester.Value;
        values[PlaceholderNames.Beneficiary] = request.Beneficiary?.Value ?? "";
        values[PlaceholderNames.Round] = request.Round.ToString();
        values[PlaceholderNames.TopicTitle] = topic.Title;
        values[PlaceholderNames.ContentHash] = request.ContentHash;
        values[PlaceholderNames.Fields] = string.Join('\n', request.Content.Shown.Select(shown => $"{shown.Label}: {shown.Text}"));
        values[PlaceholderNames.TicketKey] = request.Tickets.IsEmpty ? "" : request.Tickets[^1].Key;
        values[PlaceholderNames.TicketUrl] = request.Tickets.IsEmpty ? "" : request.Tickets[^1].Url ?? "";
        return values;
    }
}
