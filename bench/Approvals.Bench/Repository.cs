namespace Approvals.Bench;

/// <summary>Where things lie in the repository.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();
    public static string Catalogue => Path.Combine(Root, "catalogue");
    public static string Server => Path.Combine(Root, "artifacts", "bin", "Approvals.Server", "release", "Approvals.Server.dll");

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Approvals.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The driver is run from a clone of the repository.");
    }
}
