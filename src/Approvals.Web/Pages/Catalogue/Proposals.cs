using System.Collections.Immutable;
using Approvals.App.Catalogues;
using Approvals.App.Catalogues.Simulation;
using Approvals.App.Ports;

namespace Approvals.Web.Pages.Catalogue;

/// <summary>A changed catalogue that somebody looks at. It lives in the memory of this server until others push it out.</summary>
internal sealed class Proposal(string id, ImmutableSortedDictionary<string, ReadOnlyMemory<byte>> changed, CatalogueFileSet files, CatalogueReport report)
{
    private volatile Task<SimulationResult>? simulation;
    private double done;

    public string Id => id;
    public ImmutableSortedDictionary<string, ReadOnlyMemory<byte>> Changed => changed;
    public CatalogueFileSet Files => files;
    public CatalogueReport Report => report;

    /// <summary>Null: not asked for.</summary>
    public Task<SimulationResult>? Simulation => simulation;

    /// <summary>From 0 to 1.</summary>
    public double Done => Volatile.Read(ref done);

    public void Simulate(Func<IProgress<double>, Task<SimulationResult>> run)
    {
        lock (changed)
        {
            simulation ??= Task.Run(() => run(new Share(this)));
        }
    }

    private sealed class Share(Proposal proposal) : IProgress<double>
    {
        public void Report(double value) => Volatile.Write(ref proposal.done, value);
    }
}

/// <summary>The last few proposals, and the simulations over them: one runs at a time, so that the desk's own work is not held up.</summary>
internal sealed class Proposals(IAuditSource past, ICatalogueControl catalogue, ICatalogueReader reader, CatalogueCheck check, TimeProvider clock) : IDisposable
{
    private const int Most = 8;
    private readonly Lock gate = new();
    private readonly SemaphoreSlim running = new(1);
    private readonly CancellationTokenSource stop = new();
    private ImmutableList<Proposal> kept = [];
    private (CatalogueFileSet Files, CatalogueReport Report)? inUse;

    public Proposal? Find(string id) => kept.Find(proposal => proposal.Id == id);

    public async Task<Proposal> AddAsync(ImmutableSortedDictionary<string, ReadOnlyMemory<byte>> changed, CancellationToken ct)
    {
        var files = reader.Current().With(changed);
        var proposal = new Proposal(Guid.CreateVersion7(clock.GetUtcNow()).ToString("N"), changed, files, await check.RunAsync(files, null, ct));
        lock (gate)
        {
            kept = kept.Add(proposal);
            kept = kept.Count > Most ? kept.RemoveAt(0) : kept;
        }

        return proposal;
    }

    /// <summary>The check of what is in use, made once for each catalogue.</summary>
    public async Task<CatalogueReport> CheckInUseAsync(CancellationToken ct)
    {
        var files = catalogue.Status.InUse.Files;
        if (inUse is { } known && known.Files == files)
        {
            return known.Report;
        }

        var report = await check.RunAsync(files, null, ct);
        inUse = (files, report);
        return report;
    }

    /// <summary>Begins a simulation, unless it has begun. False: the files are wrong.</summary>
    public bool Simulate(Proposal proposal)
    {
        if (reader.Read(proposal.Files, clock.GetUtcNow()) is not CatalogueReading.Good good)
        {
            return false;
        }

        var now = catalogue.Status.InUse.Directory;
        proposal.Simulate(async progress =>
        {
            await running.WaitAsync(stop.Token);
            try
            {
                return await Simulator.RunAsync(past, now, good.Catalogue, progress, stop.Token);
            }
            finally
            {
                running.Release();
            }
        });
        return true;
    }

    public void Dispose()
    {
        stop.Cancel();
        stop.Dispose();
        running.Dispose();
    }
}
