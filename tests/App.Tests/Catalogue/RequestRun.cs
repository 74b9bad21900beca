using System.Collections.Immutable;
using Approvals.Adapters.Memory;
using Approvals.Adapters.Yaml;
using Approvals.App.Advance;
using Approvals.App.Mail;
using Approvals.App.Ports;
using Approvals.App.Streams;
using Approvals.App.Tickets;
using Approvals.Core.Effects;
using Approvals.Core.Requests;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Approvals.App.Tests.Catalogue;

/// <summary>What became of one example that was submitted as a real request, and that everyone who was asked approved.</summary>
/// <param name="Approvers">Who approved, in that order.</param>
internal sealed record RequestRun(Request Request, RequestState End, ImmutableArray<TicketDraft> Tickets, ImmutableArray<OutgoingMail> Mails, ImmutableArray<EmailAddress> Approvers)
{
    public static async Task<RequestRun> OfAsync(TopicExample example) =>
        await new Desk(await SampleCatalogue.Folder.OpenAsync(new MemoryTopicArchive(), TestContext.Current.CancellationToken), example.AtUtc).RunAsync(example);

    /// <summary>The use cases as the product wires them, on stores that last as long as the test.</summary>
    private sealed class Desk : IWake
    {
        private static readonly MailOptions Options = new(EmailAddress.Parse("approvals@example.com"), "mx.approvals.test", new Uri("https://desk.example.com/"));
        private readonly CancellationToken ct = TestContext.Current.CancellationToken;
        private readonly Queue<RequestId> woken = new();
        private readonly RequestService service;
        private readonly Advancer advancer;
        private readonly RequestStreams streams;
        private readonly MemoryMail mail;
        private readonly MemoryTicketDesk tickets;

        public Desk(ICatalogue catalogue, DateTimeOffset nowUtc)
        {
            var clock = new FakeTimeProvider(nowUtc);
            var store = new MemoryStore();
            var directory = SampleCatalogue.Folder.Directory;
            streams = new RequestStreams(store, new StateCache(10));
            mail = new MemoryMail(Options, clock);
            tickets = new MemoryTicketDesk(Options, clock);
            var delegations = new MemoryDelegations();
            var facts = new FactsReader(directory, delegations);
            service = new RequestService(streams, store, catalogue, directory, facts, new Claims(new MemoryClaims(), streams, clock), this, clock);
            var effects = new EffectRunner(
                catalogue, directory, new MailComposer(new DecisionTokens(new byte[32]), Options), mail, new TicketComposer(Options), new TicketDesks([tickets], "desk", "desk"), new TicketLines());
            advancer = new Advancer(streams, facts, effects, RetrySchedule.Default, clock, NullLogger<Advancer>.Instance);
        }

        public void Wake(RequestId id) => woken.Enqueue(id);

        public async Task<RequestRun> RunAsync(TopicExample example)
        {
            var requester = EmailAddress.Parse(example.Requester ?? "seller@example.com");
            var form = new SubmitForm(example.Topic.Id, example.Fields.ToImmutableSortedDictionary(StringComparer.Ordinal), null);
            var id = Assert.IsType<Answer.Done>(await service.SubmitAsync(Caller(requester), form, "once", ct)).State.Facts!.Id;
            var approvers = ImmutableArray.CreateBuilder<EmailAddress>();
            await WorkAsync();
            while (await StateAsync(id) is RequestState.Pending { Request: var request })
            {
                var step = request.Steps.First(step => step.Status == StepStatus.Open);
                var approver = step.Assignments.First(assignment => assignment.IsOpen).Assignee;
                var approve = new Command.Approve(new Sight(request.Round, step.Plan.Number, request.Version), null, Channel.Api) { At = default, CommandId = "", By = default };
                Assert.IsType<Answer.Done>(await service.ExecuteAsync(Caller(approver), id, approve, null, ct));
                approvers.Add(approver);
                await WorkAsync();
            }

            var end = await StateAsync(id);
            return new RequestRun(end.Facts!, end, [.. (await tickets.OfRequestAsync(id, ct)).Select(ticket => ticket.Draft)], mail.Sent, approvers.ToImmutable());
        }

        private static Caller Caller(EmailAddress person) => new(person, SampleCatalogue.Folder.Roles.RolesOf(person));

        private async Task<RequestState> StateAsync(RequestId id) => (await streams.ReloadAsync(id, ct))!.State;

        private async Task WorkAsync()
        {
            while (woken.TryDequeue(out var id))
            {
                await advancer.AdvanceAsync(id, ct);
            }
        }
    }
}
