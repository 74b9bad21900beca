using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using Approvals.App.Ports;
using Approvals.Core.Requests;

namespace Approvals.Adapters.Memory;

/// <summary>Attached files for tests and samples: gone with the process.</summary>
internal sealed class MemoryAttachments(TimeProvider clock) : IAttachmentStore
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, byte[]> files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, WaitingFile> waiting = new(StringComparer.Ordinal);
    private readonly HashSet<(string Sha256, RequestId Request)> links = [];
    private int puts;

    public async Task PutAsync(string sha256, Stream content, CancellationToken ct)
    {
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes, ct);
        lock (gate)
        {
            waiting[sha256] = new WaitingFile(sha256, clock.GetUtcNow(), (++puts).ToString(CultureInfo.InvariantCulture));
            files[sha256] = bytes.ToArray();
        }
    }

    public Task<Stream?> OpenAsync(string sha256, CancellationToken ct)
    {
        lock (gate)
        {
            return Task.FromResult<Stream?>(files.TryGetValue(sha256, out var bytes) ? new MemoryStream(bytes, writable: false) : null);
        }
    }

    public Task<bool> LinkAsync(string sha256, RequestId request, CancellationToken ct)
    {
        lock (gate)
        {
            var isThere = files.ContainsKey(sha256);
            if (isThere)
            {
                links.Add((sha256, request));
            }

            return Task.FromResult(isThere);
        }
    }

    public Task<ImmutableArray<RequestId>> LinksAsync(string sha256, CancellationToken ct)
    {
        lock (gate)
        {
            return Task.FromResult(links.Where(link => link.Sha256 == sha256).Select(link => link.Request).ToImmutableArray());
        }
    }

    public async IAsyncEnumerable<WaitingFile> ListWaitingAsync([EnumeratorCancellation] CancellationToken ct)
    {
        WaitingFile[] all;
        lock (gate)
        {
            all = [.. waiting.Values];
        }

        foreach (var file in all)
        {
            await Task.CompletedTask;
            yield return file;
        }
    }

    public Task SettleAsync(WaitingFile file, CancellationToken ct)
    {
        lock (gate)
        {
            if (waiting.GetValueOrDefault(file.Sha256) == file)
            {
                waiting.Remove(file.Sha256);
            }
        }

        return Task.CompletedTask;
    }

    public Task DropAsync(WaitingFile file, CancellationToken ct)
    {
        lock (gate)
        {
            if (waiting.GetValueOrDefault(file.Sha256) == file)
            {
                files.Remove(file.Sha256);
                links.RemoveWhere(link => link.Sha256 == file.Sha256);
                waiting.Remove(file.Sha256);
            }
        }

        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<string> ListAsync([EnumeratorCancellation] CancellationToken ct)
    {
        string[] all;
        lock (gate)
        {
            all = [.. files.Keys];
        }

        foreach (var sha256 in all)
        {
            await Task.CompletedTask;
            yield return sha256;
        }
    }
}
