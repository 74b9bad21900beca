namespace Web.Tests.Api;

/// <summary>The second desk that ships: expenses.</summary>
internal static class SampleDesk
{
    public static readonly string Path = Find();

    private static string Find()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var folder = System.IO.Path.Combine(at.FullName, "samples", "expenses");
            if (Directory.Exists(folder))
            {
                return folder;
            }
        }

        throw new DirectoryNotFoundException("The samples are not above the tests.");
    }
}
