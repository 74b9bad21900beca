using System.Collections.Concurrent;
using System.Collections.Immutable;
using Approvals.Adapters.Memory;
using Approvals.App;
using Approvals.App.Advance;
using Approvals.App.Digests;
using Approvals.App.Mail;
using Approvals.App.Ports;
using Approvals.App.Streams;
using Approvals.App.Tickets;
using Approvals.App.Watching;
using Approvals.Core.Audit;
using Approvals.Core.Catalogue;
using Approvals.Core.Chains;
using Approvals.Core.Effects;
using Approvals.Core.Requests;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace App.Tests.People;

/// <summary>A year of a desk in seconds: requests come, people answer, forget, put off, go on leave, name stand-ins and leave for good. The clock jumps from one thing to the next.</summary>
internal sealed class Year : IWake
{
    private static readonly MailOptions Options = new(EmailAddress.Parse("approvals@example.com"), "mx.approvals.test", new Uri("https://desk.example.com/"));
    private readonly Random random;
    private readonly FakeTimeProvider clock = new(Office.Start);
    private readonly MemoryStore store = new();
    private readonly MemoryDelegations delegations = new();
    private readonly KeptMails mails;
    // The sweep wakes several at once.
    private readonly ConcurrentQueue<RequestId> woken = new();
    private readonly PriorityQueue<Func<Task>, DateTimeOffset> plans = new();
    private readonly RequestStreams streams;
    private readonly RequestService service;
    private readonly Advancer advancer;
    private readonly Sweeper sweeper;
    private readonly Delegating delegating;
    private readonly List<RequestId> ids = [];
    private DateTimeOffset lookAt = Office.Start;

    public Year(int seed)
    {
        random = new Random(seed);
        Office = new Office(random);
        mails = new KeptMails(clock);
        streams = new RequestStreams(store, new StateCache(5_000));
        var facts = new FactsReader(Office, delegations);
        service = new RequestService(streams, store, Office, Office, facts, new Claims(new MemoryClaims(), streams, clock), this, clock);
        var queries = new RequestQueries(streams, store, store, delegations, facts, clock);
        var runner = new EffectRunner(
            Office, Office, new MailComposer(new DecisionTokens(new byte[32]), Options), mails, new TicketComposer(Options), new TicketDesks([new MemoryTicketDesk(Options, clock)], "desk"), new TicketLines());
        var digests = new DigestSender(queries, mails, Options, clock, NullLogger<DigestSender>.Instance);
        advancer = new Advancer(streams, facts, runner, RetrySchedule.Default, clock, NullLogger<Advancer>.Instance);
        sweeper = new Sweeper(store, new PeopleWatch(store, new MemoryNotes(), delegations, Office, digests, this, clock), this, clock);
        delegating = new Delegating(delegations, Office, store, this, clock);
    }

    public Office Office { get; }

    /// <summary>Every delegation that was ever given.</summary>
    public List<Delegation> Given { get; } = [];

    public List<(DateTimeOffset At, EmailAddress Who)> Left { get; } = [];

    public IReadOnlyList<(OutgoingMail Mail, DateTimeOffset AtUtc)> Mails => mails.Sent;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async Task<ImmutableArray<ImmutableArray<RequestEvent>>> RunAsync(int requests)
    {
        for (var n = 0; n < requests; n++)
        {
            Plan(Office.Start.AddMinutes(random.Next(360 * 24 * 60)), SubmitAsync);
        }

        foreach (var person in Office.Everybody.Where(person => !person.Absences.IsEmpty).ToList())
        {
            foreach (var absence in person.Absences.Where(_ => random.Next(3) == 0))
            {
                var other = Office.At((random.Next(2) == 0 ? "lead" : "second") + random.Next(Office.Teams));
                Plan(absence.FromUtc.AddHours(random.Next(-30, 30)), () => DelegateAsync(person.Mail, other, (absence.UntilUtc ?? absence.FromUtc.AddDays(9)).AddHours(random.Next(-20, 40))));
            }
        }

        Plan(Office.Start.AddDays(250), () => LeaveAsync(Office.At("second3")));
        Plan(Office.Start.AddDays(300), () => LeaveAsync(Office.At("head5")));

        while (await NextAsync() is { } next)
        {
            if (next > clock.GetUtcNow())
            {
                clock.Advance(next - clock.GetUtcNow());
            }

            while (plans.TryPeek(out var plan, out var at) && at <= clock.GetUtcNow())
            {
                plans.Dequeue();
                await plan();
                await WorkAsync();
            }

            lookAt = clock.GetUtcNow() >= lookAt ? clock.GetUtcNow() + Schedule.LookEvery : lookAt;
            await sweeper.SweepAsync(10_000, Ct);
            await WorkAsync();
        }

        var histories = ImmutableArray.CreateBuilder<ImmutableArray<RequestEvent>>();
        foreach (var id in ids)
        {
            histories.Add([.. (await store.LoadAsync(id, Ct))!.Events.Select(e => EventJson.Read(e.Bytes.Span))]);
        }

        return histories.ToImmutable();
    }

    public void Wake(RequestId id) => woken.Enqueue(id);

    private async Task<DateTimeOffset?> NextAsync()
    {
        var due = (await store.ListDueAsync(DateTimeOffset.MaxValue, null, 1, Ct)).Items;
        DateTimeOffset? planned = plans.TryPeek(out _, out var at) ? at : null;
        var next = due.IsEmpty ? planned : planned < due[0].DueAtUtc ? planned : due[0].DueAtUtc;
        // And the people, every hour, as long as there is something to come.
        return next > lookAt ? lookAt : next;
    }

    private async Task WorkAsync()
    {
        while (woken.TryDequeue(out var id))
        {
            await advancer.AdvanceAsync(id, Ct);
        }
    }

    private async Task SubmitAsync()
    {
        var fields = ImmutableSortedDictionary<string, FieldValue>.Empty.Add("account", new FieldValue.Text($"Account {ids.Count}"));
        var answer = await service.SubmitAsync(new Caller(Office.At("asker"), Roles.Requester), new SubmitForm($"team{random.Next(Office.Teams)}", fields, null), null, Ct);
        var id = Assert.IsType<Answer.Done>(answer).State.Facts!.Id;
        ids.Add(id);

        // Most are answered soon, some late, some never.
        if (random.Next(7) != 0)
        {
            Visit(id, TimeSpan.FromHours(random.Next(1, random.Next(4) == 0 ? 200 : 50)));
        }
    }

    private void Visit(RequestId id, TimeSpan later) => Plan(clock.GetUtcNow() + later, async () =>
    {
        var state = (await streams.LoadAsync(id, Ct))!.State;
        if (state is RequestState.Editing { Request: var returned })
        {
            var fields = returned.Content.Fields.SetItem("account", new FieldValue.Text($"Round {returned.Round + 1}"));
            await service.ResubmitAsync(new Caller(returned.Requester, Roles.Requester), id, fields, null, Ct);
        }
        else if (state is RequestState.Pending { Request: var request })
        {
            var step = request.Steps.First(step => step.Status == StepStatus.Open);
            var open = step.Assignments.Where(a => a.IsOpen).ToList();
            var asked = open[random.Next(open.Count)];
            var speaker = asked.StandIn is { } standIn && random.Next(2) == 0 ? standIn : asked.Assignee;
            var sight = new Sight(request.Round, step.Plan.Number, request.Version);
            Command command = random.Next(20) switch
            {
                0 => new Command.Reject(sight, "No.", Channel.Api) { At = default, CommandId = "", By = default },
                1 => new Command.Return(sight, "Why?", Channel.Api) { At = default, CommandId = "", By = default },
                < 6 => new Command.Snooze(step.Plan.Number, clock.GetUtcNow().AddHours(random.Next(2, 40))) { At = default, CommandId = "", By = default },
                _ => new Command.Approve(sight, null, Channel.Api) { At = default, CommandId = "", By = default },
            };
            await service.ExecuteAsync(new Caller(command is Command.Snooze ? asked.Assignee : speaker, Roles.Approver), id, command, null, Ct);
        }
        else
        {
            return;
        }

        Visit(id, TimeSpan.FromHours(random.Next(1, 60)));
    });

    private async Task DelegateAsync(EmailAddress from, EmailAddress to, DateTimeOffset until)
    {
        var delegation = new Delegation($"d{Given.Count}", from, to, clock.GetUtcNow(), until);
        if ((await delegating.GiveAsync(delegation, Ct)).IsEmpty)
        {
            Given.Add(delegation);
        }
    }

    private Task LeaveAsync(EmailAddress person)
    {
        Office.Change(person, one => one with { Active = false });
        Left.Add((clock.GetUtcNow(), person));
        return Task.CompletedTask;
    }

    private void Plan(DateTimeOffset at, Func<Task> plan) => plans.Enqueue(plan, at);

    /// <summary>Keeps what was sent with its time. A second mail of one key would be a mail sent twice.</summary>
    private sealed class KeptMails(TimeProvider clock) : IMailer
    {
        private readonly HashSet<EffectId> keys = [];

        public List<(OutgoingMail Mail, DateTimeOffset AtUtc)> Sent { get; } = [];

        public Task<string> SendAsync(OutgoingMail mail, CancellationToken ct)
        {
            if (keys.Add(mail.Key))
            {
                Sent.Add((mail, clock.GetUtcNow()));
            }

            return Task.FromResult($"<{mail.Key}>");
        }
    }
}
