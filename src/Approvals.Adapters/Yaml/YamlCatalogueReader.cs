using Approvals.App.Catalogues;
using Approvals.App.Ports;

namespace Approvals.Adapters.Yaml;

internal sealed class YamlCatalogueReader(string root) : ICatalogueReader
{
    public CatalogueFileSet Current() => FolderReader.Read(root);

    public CatalogueFileSet Folder(string path) => FolderReader.Read(path);

    public CatalogueReading Read(CatalogueFileSet files, DateTimeOffset nowUtc)
    {
        try
        {
            return new CatalogueReading.Good(CatalogueFolder.Load(files, "the catalogue", nowUtc).ToRead());
        }
        catch (CatalogueException wrong)
        {
            return new CatalogueReading.Wrong([.. wrong.Errors.Select(error => new CatalogueRemark(Severity.Error, error.File, error.Line, error.What))]);
        }
    }
}
