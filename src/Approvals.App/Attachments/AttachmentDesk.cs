using System.Collections.Immutable;
using Approvals.App.Ports;
using Approvals.Core.Catalogue;
using Approvals.Core.Requests;

namespace Approvals.App.Attachments;

/// <summary>Takes files, looks at their bytes, and turns the ids that a form names them by into what they are.</summary>
public sealed class AttachmentDesk(IAttachmentStore store, FileReceipts receipts, TimeProvider clock, IFileScanner? scanner = null)
{
    /// <summary>Nothing is kept of a file that is refused. Throws <see cref="ScannerAwayException"/> and <see cref="StoreUnavailableException"/>: nothing is kept then either.</summary>
    /// <param name="name">As the sender calls it.</param>
    /// <param name="content">Read to its end, but never beyond what the field takes.</param>
    /// <param name="expected">The SHA-256 that the sender computed; null: none.</param>
    public async Task<UploadAnswer> TakeAsync(EmailAddress by, FieldSpec field, string name, Stream content, string? expected, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(content);
        if (field.FileProblem(name) is { } wrongName)
        {
            return new UploadAnswer.Refused("file-refused", wrongName);
        }

        await using var spool = Spool.New();
        if (await Spool.CopyAsync(content, spool, field.MaxFileBytes, ct) is not { } sha256)
        {
            return new UploadAnswer.TooLarge($"'{name}' is larger than {FileRef.SizeText(field.MaxFileBytes)}, the most that '{field.Label}' takes. Attach a smaller one.");
        }

        var kind = FileKind.ByName(name)!;
        var file = new FileRef(sha256, name, spool.Length, kind.MediaType);
        if (expected is not null && !string.Equals(expected, sha256, StringComparison.OrdinalIgnoreCase))
        {
            return new UploadAnswer.Refused("wrong-hash", $"What arrived has the SHA-256 {sha256}, not {expected}. It was changed or cut on the way: send it again.");
        }

        if (field.FileProblem(file) is { } problem)
        {
            return new UploadAnswer.Refused("file-refused", problem);
        }

        if (!FileBytes.Are(kind, spool))
        {
            return new UploadAnswer.Refused("file-refused", $"'{name}' is not a {kind.Label} file: its content is something else. Attach the file itself, saved as {field.FileKindsText}.");
        }

        if (await FindMalwareAsync(spool, ct) is { } found)
        {
            return new UploadAnswer.Refused("infected", $"'{name}' was not taken: the virus scanner found {found} in it. Ask whoever sent it to you for a clean one.");
        }

        spool.Position = 0;
        await store.PutAsync(sha256, spool, ct);
        return new UploadAnswer.Taken(file, receipts.Write(file, by, clock.GetUtcNow()));
    }

    /// <summary>
    /// The fields with files in place of the ids of uploads, and of the hashes of files that the request has already. A list with one that is not known stays as it is: the field says so.
    /// </summary>
    public ImmutableSortedDictionary<string, FieldValue> Resolve(Topic topic, ImmutableSortedDictionary<string, FieldValue> fields, EmailAddress by, Request? request)
    {
        ArgumentNullException.ThrowIfNull(topic);
        ArgumentNullException.ThrowIfNull(fields);
        foreach (var spec in topic.Fields)
        {
            if (spec.Kind == FieldKind.Files && fields.TryGetValue(spec.Name, out var value) && value is FieldValue.Choices ids
                && ids.Values.Select(id => Find(id, by, request)).ToArray() is var found && found.All(file => file is not null))
            {
                fields = fields.SetItem(spec.Name, new FieldValue.Files([.. found.OfType<FileRef>()]));
            }
        }

        return fields;
    }

    /// <summary>What an id stands for; null: nothing that this person may attach.</summary>
    public FileRef? Find(string id, EmailAddress by, Request? request) =>
        receipts.TryRead(id, by, clock.GetUtcNow(), out var file) ? file
        : FileRef.IsHash(id) && request is not null ? AttachedFiles.Of(request.Content).FirstOrDefault(one => one.Sha256 == id)
        : null;

    /// <summary>A new id for a file that somebody may read, so that they can attach it to another request.</summary>
    public string Again(FileRef file, EmailAddress by) => receipts.Write(file, by, clock.GetUtcNow());

    /// <summary>To be called before the event is stored. The hashes of those whose bytes are not there.</summary>
    public async Task<ImmutableHashSet<string>> LinkAsync(RequestId request, IEnumerable<FileRef> attached, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(attached);
        var lost = ImmutableHashSet.CreateBuilder<string>();
        foreach (var file in attached.DistinctBy(file => file.Sha256))
        {
            if (!await store.LinkAsync(file.Sha256, request, ct))
            {
                lost.Add(file.Sha256);
            }
        }

        return lost.ToImmutable();
    }

    /// <summary>The bytes of a file of a request, of any of its rounds. Nothing is handed out whose hash is another, or that a scanner finds something in now. Reads only.</summary>
    public async Task<DownloadAnswer> OpenAsync(IEnumerable<RequestEvent> history, string sha256, CancellationToken ct)
    {
        if (history.SelectMany(AttachedFiles.Of).FirstOrDefault(file => file.Sha256 == sha256) is not { } file)
        {
            return new DownloadAnswer.Unknown();
        }

        if (await store.OpenAsync(sha256, ct) is not { } kept)
        {
            return new DownloadAnswer.Withheld("file-lost", $"The bytes of '{file.Name}' are not in the store. Restore them from a backup: the hash in the audit trail proves which they are.");
        }

        await using (kept)
        {
            return await CheckedAsync(file, kept, ct);
        }
    }

    private async Task<DownloadAnswer> CheckedAsync(FileRef file, Stream kept, CancellationToken ct)
    {
        var spool = Spool.New();
        var isGood = false;
        try
        {
            if (await Spool.CopyAsync(kept, spool, FileRef.MostBytes, ct) != file.Sha256)
            {
                return new DownloadAnswer.Withheld("file-changed", $"The bytes of '{file.Name}' are not those that were attached. Restore them from a backup.");
            }

            if (await FindMalwareAsync(spool, ct) is { } found)
            {
                return new DownloadAnswer.Withheld("infected", $"'{file.Name}' is held back: the virus scanner finds {found} in it.");
            }

            spool.Position = 0;
            isGood = true;
            return new DownloadAnswer.Found(file, spool);
        }
        finally
        {
            if (!isGood)
            {
                await spool.DisposeAsync();
            }
        }
    }

    private async Task<string?> FindMalwareAsync(Stream spool, CancellationToken ct)
    {
        if (scanner is null)
        {
            return null;
        }

        spool.Position = 0;
        return await scanner.FindAsync(spool, ct);
    }
}
