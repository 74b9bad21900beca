using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;

namespace Approvals.Adapters.Tables;

/// <summary>
/// One table: every call is checked against the limits first, faults are told apart in one place, and "not there" or "changed meanwhile" are answers.
/// The client tries again by itself: a write that was done and whose answer was lost comes back as "there already". Callers read to tell.
/// </summary>
internal sealed class Table(TableClient client)
{
    public void Create() => client.CreateIfNotExists();

    public Task<TableEntity?> FindAsync(string partition, string key, CancellationToken ct) => TableFaults.GuardAsync(
        async () => await client.GetEntityIfExistsAsync<TableEntity>(partition, key, cancellationToken: ct) is { HasValue: true } found ? found.Value : null, ct);

    /// <summary>The first rows in key order, and how many answers they came in: one answer is one moment, several are not.</summary>
    public async Task<(List<TableEntity> Rows, int Answers)> ListAsync(FormattableString filter, CancellationToken ct, int most = int.MaxValue, string[]? select = null)
    {
        var rows = new List<TableEntity>();
        var answers = 0;
        await foreach (var page in PagesAsync(filter, ct, most, select))
        {
            answers++;
            rows.AddRange(page.Take(most - rows.Count));
            if (rows.Count == most)
            {
                break;
            }
        }

        return (rows, answers);
    }

    public async IAsyncEnumerable<IReadOnlyList<TableEntity>> PagesAsync(
        FormattableString filter, [EnumeratorCancellation] CancellationToken ct, int most = int.MaxValue, string[]? select = null)
    {
        const int largest = 1000;
        int? size = most < largest ? most : null;
        await using var pages = client.QueryAsync<TableEntity>(TableClient.CreateQueryFilter(filter), size, select, ct).AsPages().GetAsyncEnumerator(ct);
        while (await TableFaults.GuardAsync(() => pages.MoveNextAsync().AsTask(), ct))
        {
            yield return pages.Current.Values;
        }
    }

    /// <summary>False: there is one already, maybe ours.</summary>
    public Task<bool> AddAsync(TableEntity row, CancellationToken ct)
    {
        TableLimits.Check(row);
        return AnswerAsync(() => client.AddEntityAsync(row, ct), 409, ct);
    }

    public Task PutAsync(TableEntity row, CancellationToken ct)
    {
        TableLimits.Check(row);
        return TableFaults.GuardAsync(() => client.UpsertEntityAsync(row, TableUpdateMode.Replace, ct), ct);
    }

    /// <summary>False: somebody else changed or removed it, or it was us.</summary>
    public Task<bool> ReplaceAsync(TableEntity row, ETag known, CancellationToken ct)
    {
        TableLimits.Check(row);
        return AnswerAsync(() => client.UpdateEntityAsync(row, known, TableUpdateMode.Replace, ct), 412, ct);
    }

    /// <summary>False: it was not there.</summary>
    public async Task<bool> RemoveAsync(string partition, string key, CancellationToken ct) =>
        (await TableFaults.GuardAsync(() => client.DeleteEntityAsync(partition, key, ETag.All, ct), ct)).Status != 404;

    /// <summary>False: somebody else changed or removed it, or it was us.</summary>
    public async Task<bool> RemoveAsync(string partition, string key, ETag known, CancellationToken ct)
    {
        // The client takes "not there" for a success.
        var status = 0;
        return await AnswerAsync(DeleteAsync, 412, ct) && status != 404;

        async Task<Response> DeleteAsync()
        {
            var answer = await client.DeleteEntityAsync(partition, key, known, ct);
            status = answer.Status;
            return answer;
        }
    }

    /// <summary>All rows or none.</summary>
    public async Task<Submitted> SubmitAsync(IReadOnlyList<TableTransactionAction> actions, CancellationToken ct)
    {
        TableLimits.Check(actions);
        try
        {
            var answer = await client.SubmitTransactionAsync(actions, ct);
            return new Submitted.Done(answer.Value[0].Headers.ETag);
        }
        catch (RequestFailedException e) when (e.Status is 404 or 409 or 412 && TableFaults.From(e, ct) is null)
        {
            return new Submitted.Refused(e.Status, (e as TableTransactionFailedException)?.FailedTransactionActionIndex);
        }
        catch (Exception e) when (TableFaults.From(e, ct) is { } fault)
        {
            throw fault;
        }
    }

    private static async Task<bool> AnswerAsync(Func<Task<Response>> call, int refused, CancellationToken ct)
    {
        try
        {
            await call();
            return true;
        }
        catch (RequestFailedException e) when ((e.Status == refused || e.Status == 404) && TableFaults.From(e, ct) is null)
        {
            return false;
        }
        catch (Exception e) when (TableFaults.From(e, ct) is { } fault)
        {
            throw fault;
        }
    }
}

internal abstract record Submitted
{
    private Submitted() { }

    /// <param name="First">Of the first row.</param>
    public sealed record Done(ETag? First) : Submitted;

    /// <summary>Nothing was written, or it was written by a try whose answer was lost.</summary>
    public sealed record Refused(int Status, int? At) : Submitted;
}
