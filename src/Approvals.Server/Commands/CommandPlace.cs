using Approvals.Adapters.Sqlite;
using Approvals.Adapters.Tables;
using Approvals.Adapters.Yaml;
using Approvals.App.Catalogues;
using Approvals.App.Ports;
using Approvals.Hosting;
using Approvals.Server.Hosting;

namespace Approvals.Server.Commands;

/// <summary>What the commands work on: the settings that the server would start with.</summary>
internal sealed record CommandPlace(ICatalogueReader Reader, TimeProvider Clock, Func<IServiceProvider> Store)
{
    /// <summary>Throws <see cref="Web.Hosting.SettingsException"/>.</summary>
    public static CommandPlace Read()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        var settings = HostSettings.Read(builder.Configuration, builder.Environment.ContentRootPath, ApprovalsServer.DefaultUrl);
        return new CommandPlace(YamlRegistration.Reader(settings.CataloguePath), TimeProvider.System, () => Open(settings));
    }

    public CatalogueFileSet Folder(string path) => Directory.Exists(path)
        ? Reader.Folder(path)
        : throw new CommandException($"There is no folder '{path}'. Give the folder with people.yaml and topics/.");

    /// <summary>A catalogue that must be right to be worked on.</summary>
    public ReadCatalogue Load(CatalogueFileSet files) => Reader.Read(files, Clock.GetUtcNow()) switch
    {
        CatalogueReading.Good good => good.Catalogue,
        CatalogueReading.Wrong wrong => throw new CommandException($"The catalogue has errors. Correct them first.\n{string.Join('\n', wrong.Errors)}"),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    // A server may be at work on the same store: nothing is locked, and nothing written.
    private static ServiceProvider Open(HostSettings settings)
    {
        var services = new ServiceCollection().AddLogging();
        return settings.Tables is { } tables
            ? services.AddTableStores(tables).BuildServiceProvider()
            : services.AddSingleton(_ => SqliteReading.Open(settings.Sqlite))
                .AddSingleton(provider => provider.GetRequiredService<SqliteReading>().Audit)
                .AddSingleton(provider => provider.GetRequiredService<SqliteReading>().Topics)
                .BuildServiceProvider();
    }
}

/// <summary>A command can not be carried out; the message says what to do.</summary>
internal sealed class CommandException(string message) : Exception(message);
