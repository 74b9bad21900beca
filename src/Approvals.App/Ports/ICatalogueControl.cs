using System.Collections.Immutable;
using Approvals.App.Catalogues;
using Approvals.Core.Requests;

namespace Approvals.App.Ports;

/// <summary>Puts a changed catalogue into use while the desk works: all of it, or nothing. Requests keep the version of their topic.</summary>
public interface ICatalogueControl
{
    CatalogueStatus Status { get; }

    /// <summary>
    /// Looks at the files, and loads them when they have changed and stayed the same since the look before, so that nothing half written is loaded.
    /// Files that are wrong change nothing: the errors stand in <see cref="Status"/> until they are right.
    /// </summary>
    Task<CatalogueLoad> RefreshAsync(CancellationToken ct);

    /// <summary>Writes files into the folder and puts the whole into use, in the name of a person. Files that are wrong are not written.</summary>
    /// <exception cref="IOException">The folder can not be written.</exception>
    Task<CatalogueLoad> PutAsync(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> changed, EmailAddress by, CancellationToken ct);
}

/// <param name="InUse">What the desk works with.</param>
/// <param name="Problem">Why the files as they are now are not in use; null when they are.</param>
public sealed record CatalogueStatus(ReadCatalogue InUse, CatalogueProblem? Problem);

public sealed record CatalogueProblem(DateTimeOffset SinceUtc, ImmutableArray<CatalogueRemark> Errors);

public abstract record CatalogueLoad
{
    private CatalogueLoad() { }

    /// <summary>There is nothing new, or it is not there whole yet.</summary>
    public sealed record Unchanged : CatalogueLoad;
    public sealed record Loaded(CatalogueEntry Entry) : CatalogueLoad;
    public sealed record Wrong(ImmutableArray<CatalogueRemark> Errors) : CatalogueLoad;
}
