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
}
