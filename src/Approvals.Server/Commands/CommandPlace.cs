using Approvals.Adapters.Yaml;
using Approvals.App.Catalogues;
using Approvals.App.Ports;
using Approvals.Server.Hosting;

namespace Approvals.Server.Commands;

/// <summary>What the commands work on: the settings that the server would start with.</summary>
internal sealed record CommandPlace(ICatalogueReader Reader, TimeProvider Clock)
{
    /// <summary>Throws <see cref="Web.Hosting.SettingsException"/>.</summary>
    public static CommandPlace Read()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        var settings = ServerSettings.Read(builder.Configuration, builder.Environment.ContentRootPath);
        return new CommandPlace(YamlRegistration.Reader(settings.CataloguePath), TimeProvider.System);
    }

    public CatalogueFileSet Folder(string path) => Directory.Exists(path)
        ? Reader.Folder(path)
        : throw new CommandException($"There is no folder '{path}'. Give the folder with people.yaml and topics/.");
}

/// <summary>A command can not be carried out; the message says what to do.</summary>
internal sealed class CommandException(string message) : Exception(message);
