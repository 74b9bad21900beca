using Approvals.App.Mail;
using Approvals.App.Ports;
using Approvals.Core.Requests;
using Approvals.Web.Api;
using Approvals.Web.Hosting;
using Approvals.Web.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Approvals.Web.Development;

internal sealed record MailboxView(IReadOnlyList<MailView> Items, string? Next);

internal sealed record MailView(
    string Id, DateTimeOffset SentAtUtc, EmailAddress To, EmailAddress? ReplyTo, string Subject, IReadOnlyDictionary<string, string> Headers, string Text, string Html,
    IReadOnlyList<ReplyView> Replies);

/// <param name="Outcome"><c>approved</c>, <c>rejected</c>, <c>returned</c>, or the code of why it was not counted.</param>
internal sealed record ReplyView(string From, DateTimeOffset ReceivedAtUtc, string Subject, string Outcome, string Explanation);

internal static class MailboxEndpoints
{
    public static void MapMailbox(this IEndpointRouteBuilder development)
    {
        var limits = development.ServiceProvider.GetRequiredService<WebOptions>().Limits;
        var mailbox = development.MapGroup("/mailbox").WithTags("Development");
        mailbox.MapGet("", ListAsync).WithName("ListMails").WithSummary("Mails that the embedded mailer kept, the newest first").Answers<MailboxView>();
        mailbox.MapPost("/replies", ReceiveAsync).WithName("ReceiveMail").WithSummary("Hands in a raw RFC 5322 message, as if it had arrived by mail")
            .Accepts<Stream>("message/rfc822", "text/plain", "application/octet-stream").Produces<ReplyView>(StatusCodes.Status202Accepted).Refuses(400, 413)
            .WithMetadata(new LargerBody(limits.MailBytes));
    }

    private static async Task<IResult> ListAsync(string? to, string? cursor, int? limit, IMailbox mailbox, CancellationToken ct)
    {
        EmailAddress? whose = to is null ? null : EmailAddress.TryParse(to, out var mail) ? mail : throw new InvalidRequestException("to", "This must be a mail address.");
        var page = Paging.Of(await mailbox.ListAsync(whose, cursor, Paging.Limit(limit), ct), kept => new MailView(
            kept.Id, kept.SentAtUtc, kept.To, kept.ReplyTo, kept.Subject, kept.Headers, kept.Text, kept.Html, [.. kept.Replies.Select(Of)]));
        return TypedResults.Ok(new MailboxView(page.Items, page.Next));
    }

    private static async Task<IResult> ReceiveAsync(HttpRequest request, InboundMailService inbound, CancellationToken ct)
    {
        using var message = new MemoryStream();
        await request.Body.CopyToAsync(message, ct);
        if (message.Length == 0)
        {
            throw new InvalidRequestException("body", "This must be a mail message.");
        }

        return TypedResults.Accepted((string?)null, Of(await inbound.ReceiveAsync(message.ToArray(), ct)));
    }

    private static ReplyView Of(ReceivedMail mail) => new(mail.From, mail.ReceivedAtUtc, mail.Subject, mail.Outcome, mail.Explanation);
}
