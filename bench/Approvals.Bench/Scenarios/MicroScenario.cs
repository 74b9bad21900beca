using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using Approvals.Adapters.Sqlite;
using Approvals.Adapters.Yaml;
using Approvals.App;
using Approvals.App.Mail;
using Approvals.App.Ports;
using Approvals.App.Streams;
using Approvals.App.Tickets;
using Approvals.Bench.Load;
using Approvals.Core.Audit;
using Approvals.Core.Catalogue;
using Approvals.Core.Chains;
using Approvals.Core.Effects;
using Approvals.Core.Requests;
using Microsoft.Extensions.DependencyInjection;

namespace Approvals.Bench.Scenarios;

/// <summary>What the parts of one approval take, each alone. StoreBench measures the store's appends.</summary>
internal static class MicroScenario
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(1);

    public static async Task RunAsync(BenchOptions options, Report report)
    {
        using var place = new DataPlace(options.Data);
        var form = Form.Read(options.Topic);
        var folder = CatalogueFolder.Load(Repository.Catalogue, DateTimeOffset.UtcNow);
        await using var services = new ServiceCollection()
            .AddSingleton(TimeProvider.System)
            .AddSingleton(new StateCache(1000))
            .AddSingleton(new MailOptions(EmailAddress.Parse("approvals@example.com"), "mx.approvals.test", new Uri("http://localhost:7071")))
            .AddSqliteStores(new SqliteOptions { DataPath = place.Path })
            .AddEmbeddedDesk()
            .AddCatalogue(folder)
            .AddSingleton<IWake, Asleep>()
            .AddApprovalsApp("desk")
            .BuildServiceProvider();

        var caller = new Caller(EmailAddress.Parse(form.Requester), Roles.Requester);
        var fields = form.Fields.ToImmutableSortedDictionary(field => field.Key, field => field.Value.Deserialize<FieldValue>()!);
        var answer = await services.GetRequiredService<RequestService>().SubmitAsync(caller, new SubmitForm(form.Topic, fields, null), null, CancellationToken.None);
        var state = (RequestState.Pending)((Answer.Done)answer).State;
        var loaded = (await services.GetRequiredService<RequestStreams>().LoadAsync(state.Request.Id, CancellationToken.None))!;

        report.Title($"{options.Topic}: processor time and memory allocated, each alone");
        await RulesAsync(report, services, loaded, caller, form, fields);
        await MailsAsync(report, services, loaded);
    }

    private static async Task RulesAsync(
        Report report, ServiceProvider services, Loaded loaded, Caller caller, Form form, ImmutableSortedDictionary<string, FieldValue> fields)
    {
        var topic = services.GetRequiredService<ICatalogue>().Find(form.Topic)!;
        var person = (await services.GetRequiredService<IDirectory>().FindAsync(caller.Mail, CancellationToken.None))!;
        var context = new EvaluationContext(DateTimeOffset.UtcNow, person);
        Time(report, "check a form and build its chain", () => TopicEvaluator.Evaluate(topic, fields, context));

        var state = loaded.State;
        var request = state.Facts!;
        var approver = EmailAddress.Parse(form.Approvers[0]);
        var reader = services.GetRequiredService<FactsReader>();
        Time(report, "facts for a decision", () => reader.ReadAsync(Question.About(request, approver), CancellationToken.None).GetAwaiter().GetResult());

        var facts = await reader.ReadAsync(Question.About(request, approver), CancellationToken.None);
        var approve = new Command.Approve(new Sight(request.Round, 1, request.Version), "Fine with me.", Channel.Api)
        {
            At = DateTimeOffset.UtcNow,
            CommandId = "bench",
            By = Actor.Of(approver),
            Facts = facts,
        };
        Time(report, "decide an approval", () => Decider.Decide(state, approve));

        var events = ((Outcome.Accepted)Decider.Decide(state, approve)).Events;
        Time(report, "apply its events", () => events.Aggregate(state, Evolver.Evolve));

        var after = new Loaded(loaded.Id, events.Aggregate(state, Evolver.Evolve), loaded.LastHash, loaded.Outbox);
        Time(report, "plan its effects", () => Planner.Plan(after.State, events));
        Time(report, "work out its list rows", () => Lists.Changes(loaded, after, approve.At));

        var bytes = EventJson.Write(events[0], 5);
        Time(report, "write an event", () => EventJson.Write(events[0], 5));
        Time(report, "read an event", () => EventJson.Read(bytes));
        Time(report, "hash an event", () => HashChain.Next(loaded.LastHash.Span, bytes));
    }

    private static async Task MailsAsync(Report report, ServiceProvider services, Loaded loaded)
    {
        var request = loaded.State.Facts!;
        var topic = services.GetRequiredService<ICatalogue>().Find(request.Topic)!;
        var row = loaded.Outbox[0];
        var effect = (Effect.SendMail)EffectJson.Read(row.Effect.Span);
        var directory = services.GetRequiredService<IDirectory>();
        var people = ImmutableDictionary.CreateBuilder<EmailAddress, Person>();
        foreach (var mail in (EmailAddress[])[request.Requester, effect.To])
        {
            people[mail] = (await directory.FindAsync(mail, CancellationToken.None))!;
        }

        var context = new MailContext
        {
            Id = row.Id,
            Mail = effect,
            Topic = topic,
            State = loaded.State,
            About = loaded.Causes[row.Id.Version],
            LastEventHash = "00",
            People = people.ToImmutable(),
        };
        var mails = services.GetRequiredService<MailComposer>();
        Time(report, "compose a mail", () => mails.Compose(context));

        var ready = ((Composition.Ready)mails.Compose(context)).Mail;
        report.Add("length of its HTML", ready.Html.Length, "characters");
        Time(report, "pack a mail", () => PackedMail.Pack(ready.Text, ready.Html));

        var tickets = services.GetRequiredService<TicketComposer>();
        Time(report, "compose a ticket", () => tickets.Compose(topic, topic.Tickets[0], request, "00"));
    }

    private static void Time(Report report, string what, Func<object?> work)
    {
        // Long enough for the compiler to have done its best.
        Run(work, Length);
        // Processor time, not time of the day: it says the same on a busy machine.
        var (allocated, before) = (GC.GetAllocatedBytesForCurrentThread(), Environment.CpuUsage.TotalTime);
        var times = Run(work, Length);
        var used = Environment.CpuUsage.TotalTime - before;
        report.Add(what, used.TotalMicroseconds / times, $"us {(GC.GetAllocatedBytesForCurrentThread() - allocated) / 1024.0 / times,10:n1} KiB");
    }

    private static int Run(Func<object?> work, TimeSpan length)
    {
        const int Bunch = 32;
        var clock = Stopwatch.StartNew();
        var times = 0;
        for (; clock.Elapsed < length; times += Bunch)
        {
            for (var i = 0; i < Bunch; i++)
            {
                GC.KeepAlive(work());
            }
        }

        return times;
    }
}
