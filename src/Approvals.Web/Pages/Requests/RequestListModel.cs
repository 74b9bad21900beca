using System.Collections.Immutable;
using Approvals.App;

namespace Approvals.Web.Pages.Requests;

/// <param name="Next">The address of the next page.</param>
/// <param name="Start">The address of the first.</param>
public sealed record RequestListModel(
    string? Status, string? Topic, string? Requester, ImmutableArray<(string Id, string Title)> Topics, ImmutableArray<RequestSummary> Items, string? Next, bool First, string Start)
{
    public bool Filtered => Status is not null || Topic is not null || Requester is not null;
}
