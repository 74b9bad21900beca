using System.Collections.Immutable;
using Approvals.App;
using Approvals.App.Catalogues;
using Approvals.App.Ports;
using Approvals.Core.Catalogue;
using Approvals.Core.Chains;
using Approvals.Core.Requests;
using Approvals.Core.Search;
using Microsoft.Extensions.Logging;

namespace Approvals.Adapters.Yaml;

/// <summary>The catalogue that the desk works with. Whoever asks sees the one before or the one after a change, never a mixture.</summary>
internal sealed class LiveCatalogue : ICatalogue, IDirectory, IRoleSource, ICatalogueControl, IDisposable
{
    private readonly SemaphoreSlim gate = new(1);
    private readonly ITopicArchive archive;
    private readonly CatalogueHistory history;
    private readonly TimeProvider clock;
    private readonly ILogger<LiveCatalogue> log;
    private readonly string root;
    private volatile InUse now;
    private volatile CatalogueProblem? problem;
    private CatalogueFileSet? seen;

    private LiveCatalogue(InUse now, string root, ITopicArchive archive, TimeProvider clock, ILogger<LiveCatalogue> log)
    {
        (this.now, this.root, this.archive, this.clock, this.log) = (now, root, archive, clock, log);
        history = new CatalogueHistory(archive);
    }

    public CatalogueStatus Status => new(now.Read, problem);

    public ImmutableArray<Topic> Topics => now.Topics.Topics;

    public SearchWords Words => now.Topics.Words;

    /// <summary>What the file says, for a directory that knows more of the people.</summary>
    public Organisation Organisation => now.Organisation;

    public ImmutableArray<Person> People => now.Read.Access.People;

    public static async Task<LiveCatalogue> OpenAsync(CatalogueFolder folder, ITopicArchive archive, TimeProvider clock, ILogger<LiveCatalogue> log, CancellationToken ct)
    {
        var live = new LiveCatalogue(await InUse.OpenAsync(folder, archive, ct).ConfigureAwait(false), folder.Root, archive, clock, log);
        if (await live.RecordAsync(live.now, Process, "start", ct).ConfigureAwait(false) is { } entry)
        {
            log.CatalogueLoaded(entry.Number, entry.How, entry.Changes.Length, entry.Topics.Length);
        }

        return live;
    }

    public Topic? Find(string topic) => now.Topics.Find(topic);

    public ValueTask<Topic?> FindAsync(string topic, int version, CancellationToken ct) => now.Topics.FindAsync(topic, version, ct);

    public ValueTask<Person?> FindAsync(EmailAddress mail, CancellationToken ct) => now.Read.Directory.FindAsync(mail, ct);

    public ValueTask<RoleHolders> HoldersAsync(RoleRef role, CancellationToken ct) => now.Read.Directory.HoldersAsync(role, ct);

    public ValueTask<ImmutableArray<Person>> OwnersAsync(CancellationToken ct) => now.Read.Directory.OwnersAsync(ct);

    public Roles RolesOf(EmailAddress person) => now.Read.Access.RolesOf(person);

    public async Task<CatalogueLoad> RefreshAsync(CancellationToken ct)
    {
        await gate.WaitAsync(ct);
        try
        {
            var files = FolderReader.Read(root);
            var isSettled = files == seen;
            seen = files;
            if (files == now.Read.Files)
            {
                problem = null;
                return new CatalogueLoad.Unchanged();
            }

            return isSettled ? await LoadAsync(files, Process, "folder", ct) : new CatalogueLoad.Unchanged();
        }
        finally
        {
            gate.Release();
        }
    }

    public async Task<CatalogueLoad> PutAsync(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> changed, EmailAddress by, CancellationToken ct)
    {
        await gate.WaitAsync(ct);
        try
        {
            var files = FolderReader.Read(root).With(changed);
            if (TryLoad(files) is (null, var errors))
            {
                return new CatalogueLoad.Wrong(errors);
            }

            FolderWriter.Write(root, changed);
            return await LoadAsync(files, by.Value, "upload", ct);
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();

    private static string Process => $"{Environment.UserName} on {Environment.MachineName}, process {Environment.ProcessId}";

    private async Task<CatalogueLoad> LoadAsync(CatalogueFileSet files, string by, string how, CancellationToken ct)
    {
        var (folder, errors) = TryLoad(files);
        if (folder is null)
        {
            if (problem is null || !problem.Errors.SequenceEqual(errors))
            {
                problem = new CatalogueProblem(clock.GetUtcNow(), errors);
                log.CatalogueWrong(errors.Length, string.Join("; ", errors.Take(5)));
            }

            return new CatalogueLoad.Wrong(errors);
        }

        // On the record first: what is not there is not in use.
        var next = await InUse.OpenAsync(folder, archive, ct);
        var entry = await RecordAsync(next, by, how, ct);
        (now, problem) = (next, null);
        if (entry is null)
        {
            return new CatalogueLoad.Unchanged();
        }

        log.CatalogueLoaded(entry.Number, entry.How, entry.Changes.Length, entry.Topics.Length);
        return new CatalogueLoad.Loaded(entry);
    }

    private Task<CatalogueEntry?> RecordAsync(InUse next, string by, string how, CancellationToken ct) =>
        history.AddAsync(next.Read.Files, next.Topics.Topics.ToDictionary(topic => topic.Id, topic => topic.Version), by, how, clock.GetUtcNow(), ct);

    private (CatalogueFolder? Folder, ImmutableArray<CatalogueRemark> Errors) TryLoad(CatalogueFileSet files)
    {
        try
        {
            return (CatalogueFolder.Load(files, root, clock.GetUtcNow()), []);
        }
        catch (CatalogueException wrong)
        {
            return (null, [.. wrong.Errors.Select(error => new CatalogueRemark(Severity.Error, error.File, error.Line, error.What))]);
        }
    }

    private sealed record InUse(ICatalogue Topics, ReadCatalogue Read, Organisation Organisation)
    {
        public static async Task<InUse> OpenAsync(CatalogueFolder folder, ITopicArchive archive, CancellationToken ct) =>
            new(await folder.OpenAsync(archive, ct).ConfigureAwait(false), folder.ToRead(), folder.Organisation);
    }
}
