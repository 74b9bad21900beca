using Approvals.App.Ports;
using Microsoft.Extensions.DependencyInjection;

namespace Approvals.Adapters.Attachments;

public static class ScannerRegistration
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    /// <summary>Attached files are looked at before they are taken and before they are handed out. Null: nobody looks.</summary>
    /// <param name="address"><c>clamd://host:3310</c>, or <c>http(s)://…</c>.</param>
    public static IServiceCollection AddFileScanner(this IServiceCollection services, Uri? address) => address switch
    {
        null => services,
        { Scheme: "clamd" } => services.AddSingleton<IFileScanner>(_ => new ClamdScanner(address, Timeout)),
        _ => services.AddSingleton<IFileScanner>(_ => new HttpScanner(address, Timeout)),
    };
}
