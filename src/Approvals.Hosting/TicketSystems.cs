using Approvals.Adapters.Tickets;
using Approvals.App.Advance;
using Approvals.App.Ports;
using Approvals.Core.Requests;
using Approvals.Web.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Approvals.Hosting;

/// <summary>From the settings of ticket systems to what the adapters take.</summary>
public static class TicketSystems
{
    /// <summary>Throws <see cref="SettingsException"/>.</summary>
    public static TicketSystemsOptions ToSystems(this TicketSettings settings)
    {
        settings.Check();
        return new TicketSystemsOptions
        {
            Zendesk = settings.Zendesk is { } z ? new(Folder(z.Url!), z.Email!, z.Token!, z.CategoryField, z.HookSecret) : null,
            ServiceNow = settings.ServiceNow is { } s ? new(Folder(s.Url!), s.User!, s.Password!, s.Table, s.HookSecret) : null,
            Jira = settings.Jira is { } j ? new(Folder(j.Url!), j.Email!, j.Token!, j.ServiceDesk!, j.HookSecret) : null,
            GitLab = settings.GitLab is { } g ? new(Folder(g.Url!), g.Token!, g.Project, g.HookSecret) : null,
            Mail = settings.Mail is { } m ? new(m.To is { } to ? EmailAddress.Parse(to) : null) : null,
            Webhook = settings.Webhook is { } w ? new(w.Url!, w.Secret!, w.HookSecret) : null,
        };
    }

    /// <summary>Whether every ticket of the catalogue has a place to go to: found at the start, and not when the first is approved.</summary>
    public static void Check(IServiceProvider services)
    {
        var problems = services.GetRequiredService<TicketDesks>().Problems(services.GetRequiredService<ICatalogue>().Topics);
        if (!problems.IsEmpty)
        {
            throw new SettingsException(string.Join(Environment.NewLine, problems));
        }
    }

    // Paths are relative to it.
    private static Uri Folder(Uri url) => url.AbsoluteUri.EndsWith('/') ? url : new Uri(url.AbsoluteUri + "/");
}
