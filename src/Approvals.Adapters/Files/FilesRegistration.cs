using Approvals.App.Ports;
using Microsoft.Extensions.DependencyInjection;

namespace Approvals.Adapters.Files;

public static class FilesRegistration
{
    /// <summary>Anchors as files, in the folder <c>anchors</c> under the data path.</summary>
    public static IServiceCollection AddAnchorFiles(this IServiceCollection services, string dataPath) =>
        services.AddSingleton<IAnchorSink>(new FileAnchorSink(dataPath));
}
