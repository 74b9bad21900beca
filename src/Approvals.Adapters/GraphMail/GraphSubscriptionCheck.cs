using System.Globalization;
using System.Text.Json.Nodes;
using Approvals.App.Mail;
using Approvals.App.Ports;

namespace Approvals.Adapters.GraphMail;

/// <summary>Whether Graph tells the desk of new mail. What it knows of subscriptions is the truth; what the desk noted is not looked at.</summary>
internal sealed class GraphSubscriptionCheck(GraphClient graph, NoticeAddress notices, MailChannel.Graph channel, TimeProvider clock)
{
    private const string Subject = "subscription";
    private const string Log = "The server makes it within a minute of its start: start it, or see in its log (event 520) why it could not.";

    // They last three days and are renewed every day: the last day is never reached.
    private static readonly TimeSpan Late = TimeSpan.FromDays(1.5);

    public async Task<MailFinding> CheckAsync(GraphMailbox mailbox, CancellationToken ct)
    {
        if (notices.Url is not { } url)
        {
            return channel.Notifications
                ? MailFinding.Warning(
                    Subject, "Graph can not tell of new mail, as it calls public https addresses alone; mail is found by looking every minute.",
                    "Set Approvals:PublicUrl to the public address, or Approvals:Mail:Graph:Notifications to false.")
                : MailFinding.Ok(Subject, "Graph is not asked to tell of new mail; it is found by looking every minute.");
        }

        try
        {
            var page = (await graph.SendAsync(HttpMethod.Get, "subscriptions", (HttpContent?)null, ct)).Json();
            var ends = (page["value"] as JsonArray ?? []).OfType<JsonObject>()
                .Where(known => (string?)known["notificationUrl"] == url.AbsoluteUri && ((string?)known["resource"])?.Trim('/') == mailbox.Inbox)
                .Select(End).ToList();
            return Judge(mailbox, url, ends.Count == 0 ? null : ends.Max());
        }
        catch (GraphException e)
        {
            return MailFinding.Warning(Subject, $"Whether Graph tells of new mail did not show. {e.Message}", "Try again.");
        }
    }

    private MailFinding Judge(GraphMailbox mailbox, Uri url, DateTimeOffset? ends) => ends switch
    {
        null => MailFinding.Warning(Subject, $"Graph does not tell {url} of new mail for {mailbox.Address}; it is found by looking every minute.", Log),
        { } end when end <= clock.GetUtcNow() + Late => MailFinding.Warning(
            Subject, $"That of {mailbox.Address} ends at {end.UtcDateTime:yyyy-MM-dd HH:mm} UTC, and should have been renewed.", Log),
        { } end => MailFinding.Ok(Subject, $"Graph tells of new mail for {mailbox.Address}, until {end.UtcDateTime:yyyy-MM-dd HH:mm} UTC if it is not renewed."),
    };

    private static DateTimeOffset End(JsonObject known) =>
        DateTimeOffset.TryParse((string?)known["expirationDateTime"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var end) ? end : DateTimeOffset.MinValue;
}
