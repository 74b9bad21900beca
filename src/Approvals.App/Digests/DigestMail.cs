using Approvals.App.Mail;
using Approvals.App.Ports;

namespace Approvals.App.Digests;

/// <summary>A digest as a mail: a line and a link for each thing that waits.</summary>
internal static class DigestMail
{
    public static OutgoingMail Write(Digest digest, MailOptions options)
    {
        var zone = digest.To.Calendar.Zone;
        var inbox = new Uri(options.PublicUrl, "inbox").AbsoluteUri;
        var count = digest.IsMore ? $"More than {digest.Items.Length}" : $"{digest.Items.Length}";
        var document = new MailDocument
        {
            Title = $"{count} decisions wait for you",
            Preheader = CleanText.Line(string.Join("; ", digest.Items.Select(item => item.Title)), 140),
            TakesReply = false,
            Body = [$"Good morning {digest.To.Name}. These requests wait for your decision; the one that has waited longest comes first."],
            Action = new("Open your inbox", inbox),
            Sections = [new("Waiting for you", [.. digest.Items.Select(item => new MailFact(
                CleanText.Line(item.Title, 120), $"{item.StepName}, asked by {item.Requester}, due {ReaderTime.Write(item.DueAtUtc, zone)}\n{options.RequestUrl(item.Id)}"))], [])],
            Footer = $"One mail on each of your working mornings, while several requests wait. It was sent to {digest.To.Mail}; the links work only for people who may see the requests, after sign-in.",
        };
        return new OutgoingMail
        {
            Key = digest.Key,
            To = digest.To.Mail,
            Subject = document.Title,
            Text = PlainMail.Write(document),
            Html = HtmlMail.Write(document),
            Thread = digest.Key.Request.Value,
            Headers = MailHeaders.Of(digest.Key, null, options),
        };
    }
}
