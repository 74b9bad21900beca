using System.Collections.Immutable;
using System.Text.Json;
using Approvals.Adapters.Sqlite;
using Approvals.Adapters.Yaml;
using Approvals.App;
using Approvals.App.Ports;
using Approvals.App.Streams;
using Approvals.Bench.Load;
using Approvals.Core.Audit;
using Approvals.Core.Catalogue;
using Approvals.Core.Requests;
using Microsoft.Extensions.DependencyInjection;

namespace Approvals.Bench.Scenarios;

/// <summary>
/// Fills a data folder with requests that wait for their first approver, through the product's own service, decider and store: every row is what the server would have written.
/// Only the mails are not kept: they are recorded as sent, as with a mail system outside.
/// </summary>
internal sealed class Seeding : IDisposable
{
    // Requests in the making at once: the store commits what waits as one group.
    private const int AtOnce = 512;

    private readonly ServiceProvider services;
    private readonly SeedClock clock = new();
    private readonly RequestService requests;
    private readonly RequestStreams streams;
    private readonly Caller caller;
    private readonly SubmitForm form;

    private Seeding(string dataPath, Form form)
    {
        services = new ServiceCollection()
            .AddSingleton<TimeProvider>(clock)
            .AddSingleton(new StateCache(4 * AtOnce))
            .AddSqliteStores(new SqliteOptions { DataPath = dataPath })
            .AddCatalogue(CatalogueFolder.Load(Repository.Catalogue, clock.GetUtcNow()))
            .AddSingleton<IWake, Asleep>()
            .AddSingleton<FactsReader>().AddSingleton<RequestStreams>().AddSingleton<Claims>().AddSingleton<RequestService>()
            .BuildServiceProvider();
        requests = services.GetRequiredService<RequestService>();
        streams = services.GetRequiredService<RequestStreams>();
        caller = new Caller(EmailAddress.Parse(form.Requester), Roles.Requester);
        this.form = new SubmitForm(form.Topic, form.Fields.ToImmutableSortedDictionary(field => field.Key, field => field.Value.Deserialize<FieldValue>()!), null);
    }

    /// <summary>Makes the first <paramref name="early"/> requests at one time, and the others over the second hour after it.</summary>
    public static async Task RunAsync(string dataPath, Form form, DateTimeOffset at, int early, int count)
    {
        using var seeding = new Seeding(dataPath, form);
        seeding.clock.Now = at;
        for (var done = 0; done < count;)
        {
            var many = Math.Min(AtOnce, (done < early ? early : count) - done);
            await Task.WhenAll(Enumerable.Range(0, many).Select(_ => Task.Run(seeding.MakeAsync)));
            done += many;
            seeding.clock.Now = done < early ? at : at + TimeSpan.FromHours(1) + (TimeSpan.FromHours(1) * ((double)done / count));
            if (done % (AtOnce * 200) < AtOnce)
            {
                Console.Error.Write($"\rseeded {done:n0} of {count:n0} ");
            }
        }

        Console.Error.WriteLine();
    }

    public void Dispose() => services.Dispose();

    private async Task MakeAsync()
    {
        if (await requests.SubmitAsync(caller, form, null, CancellationToken.None) is not Answer.Done { State: RequestState.Pending pending })
        {
            throw new InvalidOperationException("The form was not accepted.");
        }

        var loaded = await streams.LoadAsync(pending.Request.Id, CancellationToken.None) ?? throw new InvalidOperationException("The request is not there.");
        var (state, events) = ((RequestState)pending, ImmutableArray<RequestEvent>.Empty);
        foreach (var row in loaded.Outbox)
        {
            var sent = new Command.RecordEffect(row.Id, EffectJson.Read(row.Effect.Span), new EffectResult.Mailed($"<{row.Id}@example.com>"))
            {
                At = clock.GetUtcNow(),
                CommandId = $"{row.Id}-1",
                By = Actor.System,
            };
            var more = ((Outcome.Accepted)Decider.Decide(state, sent)).Events;
            (state, events) = (more.Aggregate(state, Evolver.Evolve), events.AddRange(more));
        }

        await streams.AppendAsync(loaded, new Decided(events, state), null, new OutboxChange([], [.. loaded.Outbox.Select(row => row.Id)]), CancellationToken.None);
    }

    private sealed class SeedClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UtcNow;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
