using System.Runtime.CompilerServices;
using System.Text;
using Approvals.App.Ports;
using Approvals.Core.Requests;

namespace Approvals.App.Streams;

/// <summary>Lists read to their end, page by page as they are asked for.</summary>
internal static class IndexRows
{
    public static async IAsyncEnumerable<IndexRow> RowsAsync(this IIndexStore index, string partition, [EnumeratorCancellation] CancellationToken ct)
    {
        string? cursor = null;
        do
        {
            var page = await index.ListAsync(partition, cursor, Page.MaxSize, ct);
            foreach (var row in page.Items)
            {
                yield return row;
            }

            cursor = page.Next;
        }
        while (cursor is not null);
    }

    /// <summary>Everybody who was ever asked to decide: by their names the inboxes are found.</summary>
    public static async IAsyncEnumerable<EmailAddress> AskedAsync(this IIndexStore index, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var row in index.RowsAsync(Lists.Asked, ct))
        {
            yield return EmailAddress.Parse(Encoding.UTF8.GetString(row.Value.Span));
        }
    }
}
