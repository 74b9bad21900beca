using Approvals.Adapters.Tables;
using Approvals.App.Mail;
using Approvals.Web.Hosting;
using Microsoft.Extensions.Configuration;

namespace Approvals.Functions.Hosting;

/// <summary>The settings of the app, checked as a whole before anything starts.</summary>
/// <param name="DataPath">Of the machine itself: for the clock of Development.</param>
internal sealed record FunctionsSettings(
    TableOptions Tables, string DataPath, string CataloguePath, MailOptions Mail, string DefaultTicketSystem, string? TicketStandIn, WebOptions Web)
{
    // Where Core Tools listen: for Development alone, elsewhere the public address is set.
    private const string DefaultUrl = "http://localhost:7071";

    /// <summary>Throws <see cref="SettingsException"/>.</summary>
    public static FunctionsSettings Read(IConfiguration configuration, string contentRoot)
    {
        var settings = ApprovalsSettings.Read(configuration);
        if (settings.FindTables() is not { } tables)
        {
            throw new SettingsException(
                "Approvals:Store is 'sqlite', a file. Instances of a Functions app come and go and share no disk: set Approvals:Store to 'tables', and Approvals:Tables:ServiceUri or Approvals:Tables:ConnectionString.");
        }

        if (settings.Mail.Channel is not ("" or "embedded"))
        {
            throw new SettingsException($"Approvals:Mail:Channel is '{settings.Mail.Channel}'. This app knows 'embedded'. Set it to that, or leave it out.");
        }

        return new FunctionsSettings(
            new TableOptions { ConnectionString = tables.ConnectionString, ServiceUri = tables.ServiceUri, ClientId = tables.ClientId },
            Path.GetFullPath(settings.DataPath),
            settings.FindCatalogue(contentRoot),
            settings.ToMail(DefaultUrl),
            settings.Tickets.Default,
            settings.Tickets.StandIn,
            // A connection that stays open would be an invocation that does not end, in one of the few places that an instance has for them.
            settings.ToWeb() with { Push = false });
    }
}
