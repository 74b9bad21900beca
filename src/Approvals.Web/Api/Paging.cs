using Approvals.App.Ports;
using Approvals.Web.Problems;

namespace Approvals.Web.Api;

/// <param name="Next">The cursor of the next page; null on the last.</param>
internal sealed record PageView<T>(IReadOnlyList<T> Items, string? Next);

internal static class Paging
{
    public static int Limit(int? limit) => limit switch
    {
        null => Page.DefaultSize,
        >= 1 and <= Page.MaxSize => limit.Value,
        _ => throw new InvalidRequestException("limit", $"This must be a number from 1 to {Page.MaxSize}."),
    };

    public static PageView<TView> Of<T, TView>(Page<T> page, Func<T, TView> view) => new([.. page.Items.Select(view)], page.Next);
}
