using System.Collections.Immutable;
using Approvals.App.Mail;
using Approvals.Core.Requests;

namespace Approvals.Adapters.GraphMail;

/// <summary>What the mail of one desk through Graph is made of.</summary>
internal static class GraphMailNames
{
    /// <summary>Where Graph calls, below the public address. The same for changes and for what befalls a subscription.</summary>
    public const string NoticePath = "api/graph/notifications";

    public static ImmutableArray<EmailAddress> Mailboxes(MailOptions options, MailChannel.Graph channel) => [options.Mailbox, .. channel.MoreMailboxes];

    /// <summary>Null: Graph is not asked to call, or could not: it calls public addresses by TLS alone.</summary>
    public static Uri? NoticeUrl(MailOptions options, MailChannel.Graph channel) => channel.Notifications && options.PublicUrl is { Scheme: "https", IsLoopback: false }
        ? new Uri(new Uri(options.PublicUrl.AbsoluteUri.TrimEnd('/') + "/"), NoticePath)
        : null;
}
