using Approvals.Adapters.Yaml;

namespace Approvals.App.Tests.Catalogue;

/// <summary>The catalogue that ships.</summary>
internal static class SampleCatalogue
{
    public static readonly DateTimeOffset Now = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);
    public static readonly string Path = Find();
    public static readonly CatalogueFolder Folder = CatalogueFolder.Load(Path, Now);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Approvals.sln")))
            {
                return System.IO.Path.Combine(folder.FullName, "catalogue");
            }
        }

        throw new DirectoryNotFoundException("The catalogue is not above the tests.");
    }
}
