using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using Approvals.Adapters.Sqlite;
using Approvals.App.Ports;
using Approvals.Core.Requests;

namespace Approvals.Adapters.Attachments;

/// <summary>
/// Attached files in a folder beside the SQLite file: <c>content/ab/HASH</c>, <c>waiting/HASH</c> (its time of writing is when the wait began) and <c>links/HASH/REQUEST</c>. A file is written under
/// another name, flushed to disk, then renamed: whoever sees it sees it whole. What a change made is on disk, its names too, when the change returns: a power cut after the event leaves no event
/// without its file. One process at a time has the folder, as it has the database.
/// </summary>
internal sealed class DiskAttachments : IAttachmentStore
{
    private readonly Lock gate = new();
    private readonly string folder;
    private readonly TimeProvider clock;

    private DiskAttachments(string folder, TimeProvider clock) => (this.folder, this.clock) = (folder, clock);

    /// <summary>The caller has the folder for itself. Removes what uploads left that a crash cut off. Throws <see cref="DataFolderException"/>.</summary>
    public static DiskAttachments Open(string folder, TimeProvider clock)
    {
        var store = new DiskAttachments(folder, clock);
        try
        {
            foreach (var name in Names(store.Incoming))
            {
                File.Delete(Path.Combine(store.Incoming, name));
            }

            return store;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataFolderException($"The folder of attached files '{folder}' can not be read or written: {e.Message} Let the server's user own it and all that is in it.", e);
        }
    }

    private string Incoming => Path.Combine(folder, "incoming");

    public async Task PutAsync(string sha256, Stream content, CancellationToken ct)
    {
        Check(sha256);
        var fresh = await WriteAsync(content, ct);
        await Change(() =>
        {
            // The wait begins before the content is there: nothing lies in the folder that no sweep sees.
            Touch(Waiting(sha256), clock.GetUtcNow());
            var place = Path.GetDirectoryName(Content(sha256))!;
            DurableFolder.Create(place);
            File.Move(fresh, Content(sha256), overwrite: true);
            DurableFolder.Flush(place);
            return true;
        });
    }

    public Task<Stream?> OpenAsync(string sha256, CancellationToken ct)
    {
        Check(sha256);
        return Guard<Stream?>(() =>
        {
            try
            {
                return new FileStream(Content(sha256), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 64 * 1024, useAsync: true);
            }
            catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
            {
                return null;
            }
        });
    }

    public Task<bool> LinkAsync(string sha256, RequestId request, CancellationToken ct)
    {
        Check(sha256);
        return Change(() =>
        {
            var isThere = File.Exists(Content(sha256));
            if (isThere)
            {
                Touch(Path.Combine(Links(sha256), request.Value), clock.GetUtcNow());
            }

            return isThere;
        });
    }

    public Task<ImmutableArray<RequestId>> LinksAsync(string sha256, CancellationToken ct)
    {
        Check(sha256);
        return Guard<ImmutableArray<RequestId>>(() => [.. Names(Links(sha256)).Where(name => RequestId.TryParse(name, out _)).Select(RequestId.Parse)]);
    }

    public async IAsyncEnumerable<WaitingFile> ListWaitingAsync([EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var name in await Guard(() => Names(Path.Combine(folder, "waiting"))))
        {
            ct.ThrowIfCancellationRequested();
            if (Core.Catalogue.FileRef.IsHash(name) && Since(name) is { } since)
            {
                yield return new WaitingFile(name, since, Mark(since));
            }
        }
    }

    public Task SettleAsync(WaitingFile file, CancellationToken ct) => End(file, () => File.Delete(Waiting(file.Sha256)));

    public Task DropAsync(WaitingFile file, CancellationToken ct) => End(file, () =>
    {
        // The wait goes last: what is left after a crash waits still, and the next sweep removes it.
        Remove(Content(file.Sha256));
        if (Directory.Exists(Links(file.Sha256)))
        {
            Directory.Delete(Links(file.Sha256), recursive: true);
        }

        File.Delete(Waiting(file.Sha256));
    });

    public async IAsyncEnumerable<string> ListAsync([EnumeratorCancellation] CancellationToken ct)
    {
        var content = Path.Combine(folder, "content");
        foreach (var path in await Guard(() => Directory.Exists(content) ? Directory.GetFiles(content, "*", SearchOption.AllDirectories) : []))
        {
            ct.ThrowIfCancellationRequested();
            if (Core.Catalogue.FileRef.IsHash(Path.GetFileName(path)))
            {
                yield return Path.GetFileName(path);
            }
        }
    }

    private Task<bool> End(WaitingFile file, Action end)
    {
        Check(file.Sha256);
        return Change(() =>
        {
            var isTheSame = Since(file.Sha256) is { } since && Mark(since) == file.Mark;
            if (isTheSame)
            {
                end();
            }

            return isTheSame;
        });
    }

    private async Task<string> WriteAsync(Stream content, CancellationToken ct)
    {
        var path = Path.Combine(Incoming, Guid.NewGuid().ToString("n"));
        try
        {
            DurableFolder.Create(Incoming);
            await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 64 * 1024, useAsync: true);
            await content.CopyToAsync(file, ct);
            file.Flush(flushToDisk: true);
            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or OperationCanceledException)
        {
            await Guard(() => Remove(path));
            if (e is OperationCanceledException)
            {
                throw;
            }

            throw Away(e);
        }
    }

    private Task<T> Change<T>(Func<T> change) => Guard(() =>
    {
        lock (gate)
        {
            return change();
        }
    });

    private static Task<T> Guard<T>(Func<T> read)
    {
        try
        {
            return Task.FromResult(read());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Task.FromException<T>(Away(e));
        }
    }

    private static StoreUnavailableException Away(Exception e) => new("The folder of attached files can not be read or written. Nothing was changed; try again.", e);

    private static bool Remove(string path)
    {
        var isThere = File.Exists(path);
        if (isThere)
        {
            File.Delete(path);
        }

        return isThere;
    }

    private static void Touch(string path, DateTimeOffset at)
    {
        var place = Path.GetDirectoryName(path)!;
        DurableFolder.Create(place);
        using (var file = File.OpenWrite(path))
        {
            File.SetLastWriteTimeUtc(file.SafeFileHandle, at.UtcDateTime);
            file.Flush(flushToDisk: true);
        }

        DurableFolder.Flush(place);
    }

    private DateTimeOffset? Since(string sha256) => File.Exists(Waiting(sha256)) ? new DateTimeOffset(File.GetLastWriteTimeUtc(Waiting(sha256)), TimeSpan.Zero) : null;

    private static string Mark(DateTimeOffset since) => since.UtcTicks.ToString(CultureInfo.InvariantCulture);

    private static string[] Names(string place) => Directory.Exists(place) ? [.. Directory.EnumerateFiles(place).Select(path => Path.GetFileName(path))] : [];

    private string Content(string sha256) => Path.Combine(folder, "content", sha256[..2], sha256);

    private string Waiting(string sha256) => Path.Combine(folder, "waiting", sha256);

    private string Links(string sha256) => Path.Combine(folder, "links", sha256);

    // A hash is a name of a file here, so nothing else may be one.
    private static void Check(string sha256)
    {
        if (!Core.Catalogue.FileRef.IsHash(sha256))
        {
            throw new ArgumentException("A SHA-256 has 64 lower-case hex digits.", nameof(sha256));
        }
    }
}
