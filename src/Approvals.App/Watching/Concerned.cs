using System.Text.Json;
using Approvals.App.Ports;
using Approvals.App.Streams;
using Approvals.Core.Chains;
using Approvals.Core.Requests;

namespace Approvals.App.Watching;

/// <summary>The requests that must be looked at when something becomes of a person.</summary>
internal static class Concerned
{
    // Of one list. More are found when time has something to do to them, or by the look that every request gets.
    private const int MostWoken = 10_000;

    /// <summary>
    /// Wakes what waits for the person and what they asked for; what waits for those who stand in for them, as none of those may decide for them; and
    /// what waits for those for whom they stand in.
    /// </summary>
    /// <param name="delegations">All that name the person.</param>
    public static async Task WakeAsync(EmailAddress person, IEnumerable<Delegation> delegations, IIndexStore index, IWake wake, CancellationToken ct)
    {
        var others = delegations.Select(delegation => delegation.Delegator == person ? delegation.Delegate : delegation.Delegator);
        foreach (var list in others.Prepend(person).Distinct().Select(Lists.Inbox).Append(Lists.Requester(person)))
        {
            await WakeAsync(list, index, wake, ct);
        }
    }

    private static async Task WakeAsync(string list, IIndexStore index, IWake wake, CancellationToken ct)
    {
        var left = MostWoken;
        await foreach (var row in index.RowsAsync(list, ct))
        {
            if (OpenIn(list, row) is { } id)
            {
                wake.Wake(id);
                if (--left == 0)
                {
                    return;
                }
            }
        }
    }

    private static RequestId? OpenIn(string list, IndexRow row)
    {
        if (list.StartsWith("inbox:", StringComparison.Ordinal))
        {
            return JsonSerializer.Deserialize(row.Value.Span, ListJson.Default.InboxItem)!.Id;
        }

        var summary = JsonSerializer.Deserialize(row.Value.Span, ListJson.Default.RequestSummary)!;
        return summary.Status == "pending" ? summary.Id : null;
    }
}
