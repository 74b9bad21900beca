using Approvals.Hosting;
using Approvals.Web.Hosting;
using Microsoft.Extensions.Configuration;

namespace Approvals.Functions.Hosting;

/// <summary>The settings of every host, as far as they fit a Functions app.</summary>
internal static class FunctionsSettings
{
    // Where Core Tools listen: for Development alone, elsewhere the public address is set.
    private const string DefaultUrl = "http://localhost:7071";

    /// <summary>Throws as <see cref="HostSettings.Read"/> does.</summary>
    public static HostSettings Read(IConfiguration configuration, string contentRoot)
    {
        var settings = HostSettings.Read(configuration, contentRoot, DefaultUrl);
        if (settings.Tables is null)
        {
            throw new SettingsException(
                "Approvals:Store is 'sqlite', a file. Instances of a Functions app come and go and share no disk: set Approvals:Store to 'tables', and Approvals:Tables:ServiceUri or Approvals:Tables:ConnectionString.");
        }

        // A connection that stays open would be an invocation that does not end, in one of the few places that an instance has for them.
        return settings with { Web = settings.Web with { Push = false } };
    }
}
