using System.Collections.Immutable;
using Approvals.App.Catalogues;
using Approvals.App.Ports;
using Approvals.Core.Catalogue;

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

    public FormReading ReadForm(Topic topic, string file, ReadOnlyMemory<byte> content)
    {
        var problems = new Problems();
        var fields = ImmutableDictionary.CreateBuilder<string, FieldValue>();
        if (YamlText.Read(file, content.Span, problems) is { } map)
        {
            // As the API takes it, or the fields alone.
            foreach (var entry in (map.Find("fields") as Node.Map ?? map).Entries)
            {
                if (ExampleReader.Value(topic, entry, problems) is { } value)
                {
                    fields[entry.Key] = value;
                }
            }
        }

        return new FormReading(fields.ToImmutable(), [.. problems.All.Select(error => new CatalogueRemark(Severity.Error, error.File, error.Line, error.What))]);
    }
}
