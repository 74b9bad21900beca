using System.Collections.Immutable;
using Approvals.App;

namespace Approvals.Web.Pages.Inbox;

public sealed record InboxModel(ImmutableArray<InboxItem> Items, string? Next, bool First);
