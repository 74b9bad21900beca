using Approvals.Adapters.Tickets;
using Approvals.Adapters.Yaml;
using Approvals.App.Ports;
using Approvals.Hosting;
using Approvals.Web.Hosting;

namespace Approvals.Server.Commands;

/// <summary><c>tickets check SYSTEM</c>: tries whether a ticket system can be worked with as it is set up, and says what to mend. It makes no ticket.</summary>
internal static class TicketsCommand
{
    public const int Fine = 0;
    public const int Wanting = 1;
    public const int Unusable = 2;

    private const string Usage = """
        usage: tickets check SYSTEM

        Tries the credentials, forms, fields and permissions of zendesk, servicenow, jira, gitlab or webhook with the settings of the server
        and the templates of its catalogue. It makes no ticket.
        Exit code: 0 everything is there, 1 something is to be mended, 2 it could not be tried.
        """;

    public static async Task<int> RunAsync(string[] args, IConfiguration configuration, string contentRoot, TextWriter output, TextWriter error, CancellationToken ct)
    {
        if (args is not ["tickets", "check", var system])
        {
            await error.WriteLineAsync(Usage);
            return Unusable;
        }

        var settings = ApprovalsSettings.Read(configuration);
        await using var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddTicketSystems(settings.Tickets.ToSystems()).BuildServiceProvider();
        if (services.GetServices<ITicketProbe>().FirstOrDefault(probe => probe.System == system) is not { } probe)
        {
            await error.WriteLineAsync($"'{system}' is not set up, or can not be tried. Set it up under Approvals:Tickets.{Environment.NewLine}{Usage}");
            return Unusable;
        }

        var templates = CatalogueFolder.Load(settings.FindCatalogue(contentRoot), DateTimeOffset.UtcNow).Topics
            .SelectMany(topic => topic.Tickets).Where(ticket => (ticket.System ?? settings.Tickets.Default) == system);
        var problems = await probe.CheckAsync([.. templates], ct);
        foreach (var problem in problems)
        {
            await output.WriteLineAsync($"MEND: {problem}");
        }

        await output.WriteLineAsync(problems.IsEmpty ? $"{system}: everything that the catalogue needs is there." : $"{system}: {problems.Length} to mend.");
        return problems.IsEmpty ? Fine : Wanting;
    }
}
