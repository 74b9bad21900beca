using System.Runtime.CompilerServices;
using Approvals.App.Ports;
using Approvals.Core.Requests;

namespace Approvals.Adapters.Tables;

/// <summary>Reads the whole table of streams, page by page: the one place that does, because the export is of everything.</summary>
internal sealed class TableAuditSource(TableDatabase database) : IAuditSource
{
    private static readonly string[] Columns = ["PartitionKey", "RowKey", "Hash", .. Enumerable.Range(0, RowBytes.MaxBytes / TableLimits.MaxValueBytes).Select(part => $"Bytes{part}")];

    public async IAsyncEnumerable<AuditRow> ReadAllAsync([EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var page in database.Streams.PagesAsync($"RowKey ge {StreamRows.Events} and RowKey lt {StreamRows.AfterEvents}", ct, select: Columns))
        {
            foreach (var row in page)
            {
                ct.ThrowIfCancellationRequested();
                var id = RequestId.Parse(row.PartitionKey);
                yield return new AuditRow(id, StreamRows.Event(row), id.Share);
            }
        }
    }
}
