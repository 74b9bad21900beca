using Approvals.App.Ports;
using Microsoft.Extensions.DependencyInjection;

namespace Approvals.Adapters.Mime;

public static class MimeRegistration
{
    public static IServiceCollection AddMimeReader(this IServiceCollection services) => services.AddSingleton<IMailReader, MimeMailReader>();
}
