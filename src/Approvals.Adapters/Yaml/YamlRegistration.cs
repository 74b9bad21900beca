using Approvals.App.Ports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Approvals.Adapters.Yaml;

public static class YamlRegistration
{
    /// <summary>
    /// The topics and the people of a folder that was loaded and checked. Topics get their versions when the host asks for them at start.
    /// What changes in the folder later is loaded by <see cref="ICatalogueControl"/>, when the host asks for that.
    /// </summary>
    public static IServiceCollection AddCatalogue(this IServiceCollection services, CatalogueFolder folder) => services
        .AddSingleton(Reader(folder.Root))
        .AddSingleton(provider => LiveCatalogue.OpenAsync(
            folder, provider.GetRequiredService<ITopicArchive>(), provider.GetService<TimeProvider>() ?? TimeProvider.System,
            provider.GetService<ILogger<LiveCatalogue>>() ?? NullLogger<LiveCatalogue>.Instance, CancellationToken.None).GetAwaiter().GetResult())
        .AddSingleton<ICatalogue>(provider => provider.GetRequiredService<LiveCatalogue>())
        .AddSingleton<ICatalogueControl>(provider => provider.GetRequiredService<LiveCatalogue>())
        .AddSingleton<IDirectory>(provider => provider.GetRequiredService<LiveCatalogue>())
        .AddSingleton<IRoleSource>(provider => provider.GetRequiredService<LiveCatalogue>());

    /// <summary>Reads catalogues for those who look at them without putting them into use.</summary>
    /// <param name="root">The folder that the desk runs on.</param>
    public static ICatalogueReader Reader(string root) => new YamlCatalogueReader(root);
}
