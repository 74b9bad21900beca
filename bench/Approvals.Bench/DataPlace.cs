namespace Approvals.Bench;

/// <summary>A folder of its own for one run, gone after it.</summary>
internal sealed class DataPlace : IDisposable
{
    public DataPlace(string under)
    {
        Path = System.IO.Path.Combine(under, $"approvals-bench-{Guid.NewGuid():N}");
        Directory.CreateDirectory(Path);
    }

    public string Path { get; }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
