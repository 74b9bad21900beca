using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using Approvals.Adapters.Sqlite;
using Approvals.Adapters.Tickets;
using Approvals.Adapters.Yaml;
using Approvals.App;
using Approvals.App.Advance;
using Approvals.App.Mail;
using Approvals.App.Ports;
using Approvals.App.Streams;
using Approvals.App.Tickets;
using Approvals.Bench.Load;
using Approvals.Core.Catalogue;
using Approvals.Core.Requests;
using Microsoft.Extensions.DependencyInjection;

namespace Approvals.Bench.Servers;

/// <summary>What of the server raises tickets, in this process, so that its clock can be moved: the stores on disk, the use cases, as many workers as the server has.</summary>
internal sealed class TicketHost : IWake, IDisposable
{
    private const int Workers = 48;
    private readonly ConcurrentQueue<RequestId> woken = new();
    private readonly ServiceProvider services;
    private readonly RequestService requests;
    private readonly Advancer advancer;
    private readonly Caller caller;
    private readonly SubmitForm form;

    public TicketHost(string dataPath, Form form, Uri gitLab, TimeProvider clock)
    {
        services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(clock)
            .AddSingleton(new MailOptions(EmailAddress.Parse("approvals@example.com"), "mx.approvals.test", new Uri("https://desk.example.com/")))
            .AddSingleton(new StateCache(2_000))
            .AddSqliteStores(new SqliteOptions { DataPath = dataPath }).AddEmbeddedDesk()
            .AddCatalogue(CatalogueFolder.Load(Repository.Catalogue, clock.GetUtcNow()))
            .AddApprovalsApp("gitlab")
            .AddTicketSystems(new TicketSystemsOptions { GitLab = new(gitLab, "token", "bench/tickets", null) })
            .AddSingleton<IWake>(this)
            .BuildServiceProvider();
        requests = services.GetRequiredService<RequestService>();
        advancer = services.GetRequiredService<Advancer>();
        Drain = services.GetRequiredService<TicketDrain>();
        Desk = services.GetServices<ITicketDesk>().Single(desk => desk.System == "gitlab");
        caller = new Caller(EmailAddress.Parse(form.Requester), Roles.Requester);
        this.form = new SubmitForm(form.Topic, form.Fields.ToImmutableSortedDictionary(field => field.Key, field => field.Value.Deserialize<FieldValue>()!), null);
    }

    public TicketDrain Drain { get; }
    public ITicketDesk Desk { get; }

    public void Wake(RequestId id) => woken.Enqueue(id);

    public void Dispose() => services.Dispose();

    public async Task<RequestId> SubmitAsync() => await requests.SubmitAsync(caller, form, null, CancellationToken.None) is Answer.Done done
        ? done.State.Facts!.Id
        : throw new InvalidOperationException("The form was not accepted.");

    /// <summary>Advances whoever was woken until nobody is.</summary>
    public Task WorkAsync() => Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Run(async () =>
    {
        while (woken.TryDequeue(out var id))
        {
            await advancer.AdvanceAsync(id, CancellationToken.None);
        }
    })));

    /// <summary>Everybody whose time has come, as the sweep of the server finds them. Returns how many.</summary>
    public async Task<int> SweepAsync()
    {
        var sweeper = services.GetRequiredService<Sweeper>();
        var all = 0;
        while (await sweeper.SweepAsync(5_000, CancellationToken.None) is > 0 and var some)
        {
            all += some;
            await WorkAsync();
        }

        return all;
    }
}
