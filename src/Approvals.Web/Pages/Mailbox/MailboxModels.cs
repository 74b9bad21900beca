using System.Collections.Immutable;
using Approvals.App.Ports;

namespace Approvals.Web.Pages.Mailbox;

public sealed record MailboxModel(ImmutableArray<KeptMail> Items, string To, string? Next, bool First);

/// <param name="Came">What came of a reply that was just written.</param>
public sealed record MailModel(KeptMail Mail, string From, string Text, ReceivedMail? Came);
