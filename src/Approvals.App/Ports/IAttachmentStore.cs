using System.Collections.Immutable;
using Approvals.Core.Requests;

namespace Approvals.App.Ports;

/// <summary>
/// The bytes of attached files, each once, under its SHA-256 (64 lower-case hex digits). What was put and is part of no request yet waits; what waits too long is dropped by a sweep.
/// Every method throws <see cref="StoreUnavailableException"/> when the storage is away.
/// </summary>
public interface IAttachmentStore
{
    /// <summary>Whole and on disk when it returns, or not there. The same bytes again are one file, and its wait begins anew.</summary>
    /// <param name="content">From its position to its end: the bytes that <paramref name="sha256"/> is of.</param>
    Task PutAsync(string sha256, Stream content, CancellationToken ct);

    /// <summary>Null: there is no such file. The stream is the caller's to close.</summary>
    Task<Stream?> OpenAsync(string sha256, CancellationToken ct);

    /// <summary>Notes, before the event, that a request is about to have the file. False: there is no such file.</summary>
    Task<bool> LinkAsync(string sha256, RequestId request, CancellationToken ct);

    Task<ImmutableArray<RequestId>> LinksAsync(string sha256, CancellationToken ct);

    /// <summary>What was put and is not settled, in no order.</summary>
    IAsyncEnumerable<WaitingFile> ListWaitingAsync(CancellationToken ct);

    /// <summary>A request has it for good: it waits no more. Nothing happens when it was put again since.</summary>
    Task SettleAsync(WaitingFile file, CancellationToken ct);

    /// <summary>Removes it with its links. Nothing happens when it was put again since.</summary>
    Task DropAsync(WaitingFile file, CancellationToken ct);

    /// <summary>Everything that is kept, in no order.</summary>
    IAsyncEnumerable<string> ListAsync(CancellationToken ct);
}

/// <param name="SinceUtc">When it was put last.</param>
/// <param name="Mark">What tells this wait from a later one, as the store writes it.</param>
public sealed record WaitingFile(string Sha256, DateTimeOffset SinceUtc, string Mark);
