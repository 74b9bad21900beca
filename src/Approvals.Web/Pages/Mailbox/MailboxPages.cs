using Approvals.App.Mail;
using Approvals.App.Ports;
using Approvals.Core.Requests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;

namespace Approvals.Web.Pages.Mailbox;

/// <summary>The mails that the embedded mailer kept, to read and to answer. Development only.</summary>
internal static class MailboxPages
{
    private const string FramePolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; frame-ancestors 'self'";

    public static void MapMailbox(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/mailbox", ListAsync);
        routes.MapGet("/mailbox/{id}", OneAsync);
        routes.MapGet("/mailbox/{id}/html", HtmlAsync);
        routes.MapPost("/mailbox/{id}/reply", ReplyAsync);
    }

    private static async Task<IResult> ListAsync(string? to, string? cursor, HttpContext context, IMailbox mailbox, PageFrame frame, CancellationToken ct)
    {
        EmailAddress? whose = EmailAddress.TryParse(to, out var mail) ? mail : null;
        var list = await mailbox.ListAsync(whose, cursor, Page.DefaultSize, ct);
        var page = await frame.OfAsync(context, list.Items.Select(one => one.To), ct);
        var start = QueryHelpers.AddQueryString("/mailbox", new Dictionary<string, string?> { ["to"] = whose?.Value });
        return Show.Page<MailboxPage>(page, new MailboxModel(list.Items, whose?.Value ?? "", list.Next is { } next ? QueryHelpers.AddQueryString(start, "cursor", next) : null, cursor is null));
    }

    private static async Task<IResult> OneAsync(string id, HttpContext context, IMailbox mailbox, PageFrame frame, CancellationToken ct) =>
        await mailbox.FindAsync(id, ct) is { } mail
            ? Show.Page<MailPage>(await frame.OfAsync(context, [mail.To], ct), new MailModel(mail, mail.To.Value, "APPROVE\n", null))
            : await UnknownAsync(context, frame, ct);

    /// <summary>The mail as a mail program shows it: in a frame of its own, where nothing of it can run or reach out.</summary>
    private static async Task<IResult> HtmlAsync(string id, HttpContext context, IMailbox mailbox, PageFrame frame, CancellationToken ct)
    {
        if (await mailbox.FindAsync(id, ct) is not { } mail)
        {
            return await UnknownAsync(context, frame, ct);
        }

        context.Response.Headers.ContentSecurityPolicy = FramePolicy;
        context.Response.Headers.XFrameOptions = "SAMEORIGIN";
        return TypedResults.Content(mail.Html, "text/html; charset=utf-8");
    }

    private static async Task<IResult> ReplyAsync(string id, HttpContext context, IMailbox mailbox, InboundMailService inbound, MailOptions options, PageFrame frame, CancellationToken ct)
    {
        if (await mailbox.FindAsync(id, ct) is not { ReplyTo: { } replyTo } mail)
        {
            return await UnknownAsync(context, frame, ct);
        }

        var form = await context.Request.ReadFormAsync(ct);
        var text = form["text"].ToString();
        var from = Posted.Mail(form, "from") ?? mail.To;
        var came = await inbound.ReceiveAsync(ReplyMessage.Write(mail, from, replyTo, text, form["vouched"] == "yes" ? options.AuthservId : null, frame.Bare(context)), ct);
        return Show.Page<MailPage>(await frame.OfAsync(context, [mail.To], ct), new MailModel(await mailbox.FindAsync(id, ct) ?? mail, from.Value, text, came));
    }

    private static async Task<IResult> UnknownAsync(HttpContext context, PageFrame frame, CancellationToken ct) =>
        Show.Message(await frame.OfAsync(context, [], ct), StatusCodes.Status404NotFound, "There is no such mail", "It may have been sent by another desk, or nothing can be answered to it.");
}
