namespace Approvals.Adapters.Yaml;

/// <summary>Collects what is wrong, so that everything is told at once.</summary>
internal sealed class Problems
{
    private readonly HashSet<CatalogueError> errors = [];

    public int Count => errors.Count;

    /// <summary>In the order of the files.</summary>
    public IEnumerable<CatalogueError> All => errors.OrderBy(error => error.File, StringComparer.Ordinal).ThenBy(error => error.Line).Take(200);

    public void Add(Node at, string what) => Add(at.File, at.Line, what);

    public void Add(string file, int line, string what) => errors.Add(new CatalogueError(file, line, what));

    public void ThrowIfAny()
    {
        if (errors.Count > 0)
        {
            throw new CatalogueException([.. All]);
        }
    }
}
