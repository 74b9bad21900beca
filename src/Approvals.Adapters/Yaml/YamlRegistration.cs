using Approvals.App.Ports;
using Microsoft.Extensions.DependencyInjection;

namespace Approvals.Adapters.Yaml;

public static class YamlRegistration
{
    /// <summary>The topics and the people of a folder that was loaded and checked. Topics get their versions when the host asks for them at start.</summary>
    public static IServiceCollection AddCatalogue(this IServiceCollection services, CatalogueFolder folder) => services
        .AddSingleton(provider => folder.OpenAsync(provider.GetRequiredService<ITopicArchive>(), CancellationToken.None).GetAwaiter().GetResult())
        .AddSingleton(folder.Directory)
        .AddSingleton(folder.Roles);

    /// <summary>Reads catalogues for those who look at them without putting them into use.</summary>
    /// <param name="root">The folder that the desk runs on.</param>
    public static ICatalogueReader Reader(string root) => new YamlCatalogueReader(root);
}
