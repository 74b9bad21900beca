using Approvals.Adapters.Sqlite;
using Approvals.Adapters.Tables;
using Approvals.App.Moving;
using Approvals.App.Ports;
using Approvals.Hosting;
using Approvals.Web.Hosting;

namespace Approvals.Server.Commands;

/// <summary><c>move FROM TO</c>: copies a desk from one store into another that is empty, and proves the copy.</summary>
internal static class MoveCommand
{
    public const int Moved = 0;
    public const int Stopped = 1;
    public const int Unusable = 2;

    private const string Usage = """
        usage: move sqlite tables
               move tables sqlite

        Copies everything from one store into another that is empty: requests, delegations, topics, keys, attached files, mails and tickets of the embedded desk,
        and what was tried at other systems of tickets.
        Where they are is said by the settings: Approvals:DataPath for SQLite, Approvals:Tables:ServiceUri or Approvals:Tables:ConnectionString for Table Storage.
        Stop every server of both before. It may be stopped at any moment: the same command goes on. At the end every hash of the copy is followed from the first
        event on, and the source is marked, so that no server starts on it by mistake. Anchors are files: they stay where they are.
        Exit code: 0 moved and proven, 1 stopped on the way, 2 nothing can be moved.
        """;

    public static async Task<int> RunAsync(string[] args, IConfiguration configuration, TextWriter output, TextWriter error, CancellationToken ct)
    {
        if (args is not ["move", var source, var target] || (source, target) is not (("sqlite", "tables") or ("tables", "sqlite")))
        {
            await error.WriteLineAsync(Usage);
            return Unusable;
        }

        try
        {
            var settings = ApprovalsSettings.Read(configuration) with { Store = "tables" };
            var time = new MovedTime();
            await using var sqlite = Sqlite(settings, time);
            await using var tables = Tables(settings, time);
            var (from, to) = source == "sqlite" ? (sqlite, tables) : (tables, sqlite);
            var progress = new ProgressLines(output);
            var report = await new Mover(PortsOf(from), PortsOf(to), time, progress.Show).RunAsync(Describe(source, settings), Describe(target, settings), ct);
            await output.WriteLineAsync(report.WasDone
                ? $"It was moved before: {report.Requests} requests with {report.Events} events, digest {report.Digest}."
                : $"MOVED AND PROVEN: {report.Requests} requests with {report.Events} events; every hash follows from the one before, and each request ends where the source ends. Digest {report.Digest}.");
            if (report.WasStopped)
            {
                await output.WriteLineAsync("An earlier run was stopped: lists may lack a few requests until the desk's first sweep, two minutes at most.");
            }

            await output.WriteLineAsync($"Start the desk with Approvals:Store set to {target}.");
            return Moved;
        }
        catch (Exception e) when (e is OperationCanceledException or StoreUnavailableException)
        {
            await error.WriteLineAsync($"{(e is StoreUnavailableException ? e.Message + " " : "")}Stopped on the way. Run the same command again: it goes on where it was.");
            return Stopped;
        }
        catch (Exception e) when (e is MoveException or SettingsException or DataFolderException or TableStorageException or Core.Audit.CorruptStreamException)
        {
            await error.WriteLineAsync(e.Message);
            return Unusable;
        }
    }

    private static ServiceProvider Sqlite(ApprovalsSettings settings, MovedTime time) => Services(settings, time)
        .AddSqliteStores(new SqliteOptions { DataPath = Path.GetFullPath(settings.DataPath) }).AddEmbeddedDesk().BuildServiceProvider();

    private static ServiceProvider Tables(ApprovalsSettings settings, MovedTime time)
    {
        var tables = settings.FindTables()!;
        return Services(settings, time)
            .AddTableStores(HostSettings.Of(tables)).AddEmbeddedTableDesk().BuildServiceProvider();
    }

    private static ServiceCollection Services(ApprovalsSettings settings, MovedTime time)
    {
        var services = new ServiceCollection();
        services.AddLogging().AddSingleton<TimeProvider>(time).AddSingleton(settings.ToMail(Hosting.ApprovalsServer.DefaultUrl));
        return services;
    }

    private static MovePorts PortsOf(IServiceProvider store) => new(
        store.GetRequiredService<IRequestStore>(), store.GetRequiredService<IAuditSource>(), store.GetRequiredService<IDelegationStore>(), store.GetRequiredService<ITopicArchive>(),
        store.GetRequiredService<ISecretStore>(), store.GetRequiredService<IClaimStore>(), store.GetRequiredService<IMailer>(), store.GetRequiredService<IMailbox>(), store.GetRequiredService<IReceivedMails>(),
        store.GetRequiredService<ITicketDesk>(), store.GetRequiredService<ITicketBook>(), store.GetRequiredService<ITicketLedger>(), store.GetRequiredService<IAttachmentStore>());

    private static string Describe(string store, ApprovalsSettings settings) => store == "sqlite"
        ? $"the data folder '{Path.GetFullPath(settings.DataPath)}'"
        : $"Table Storage{(settings.Tables.ServiceUri is { } uri ? $" at {uri}" : "")}";
}
