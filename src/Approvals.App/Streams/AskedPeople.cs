using System.Runtime.CompilerServices;
using System.Text;
using Approvals.App.Ports;
using Approvals.Core.Requests;

namespace Approvals.App.Streams;

/// <summary>Everybody who was ever asked to decide: by their names the inboxes are found.</summary>
internal static class AskedPeople
{
    public static async IAsyncEnumerable<EmailAddress> AskedAsync(this IIndexStore index, [EnumeratorCancellation] CancellationToken ct)
    {
        string? cursor = null;
        do
        {
            var page = await index.ListAsync(Lists.Asked, cursor, Page.MaxSize, ct);
            foreach (var row in page.Items)
            {
                yield return EmailAddress.Parse(Encoding.UTF8.GetString(row.Value.Span));
            }

            cursor = page.Next;
        }
        while (cursor is not null);
    }
}
