using App.Tests.Advance;
using Approvals.App;
using Approvals.App.Advance;
using Approvals.App.Mail;
using Approvals.App.Moving;
using Approvals.App.Ports;
using Approvals.App.Streams;
using Approvals.App.Tickets;
using Approvals.Core.Catalogue;
using Approvals.Core.Effects;
using Approvals.Core.Requests;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Stores.Tests.Moving;

/// <summary>The use cases on one store, without a cache: what servers do that share it.</summary>
internal sealed class WorkedDesk
{
    public static readonly MailOptions Mail = new(EmailAddress.Parse("approvals@example.com"), "mx.approvals.test", new Uri("https://desk.example.com/"));

    public WorkedDesk(MovePorts store, IIndexStore index, TimeProvider clock, Organisation? people = null)
    {
        var organisation = people ?? new Organisation { Unique = [new UniqueRule("once", ["account", "days"], null, Template.Parse("There is one."), [], null)] };
        var streams = new RequestStreams(store.Requests, StateCache.None);
        var facts = new FactsReader(organisation, store.Delegations);
        Requests = new RequestService(streams, store.Requests, organisation, organisation, facts, new Claims(store.Claims, streams, clock), new NoWake(), clock);
        Queries = new RequestQueries(streams, store.Requests, index, store.Delegations, facts, clock);
        var runner = new EffectRunner(
            organisation, organisation, new MailComposer(new DecisionTokens(new byte[32]), Mail), store.Mailer, new TicketComposer(Mail), new TicketDesks([store.Desk], "desk"), new TicketLines());
        Advancer = new Advancer(streams, facts, runner, RetrySchedule.Default, clock, NullLogger<Advancer>.Instance);
    }

    public RequestService Requests { get; }
    public RequestQueries Queries { get; }
    public Advancer Advancer { get; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Ann asks, and sees her request.</summary>
    public async Task<RequestId> SubmitAsync(int days, string key, string account = "Acme") =>
        (await AnsweredAsync(Organisation.Ann, Requests.SubmitAsync(Organisation.Caller(Organisation.Ann), Organisation.Form(days, account), key, Ct))).Id;

    /// <summary>Bo approves what he saw when it was new.</summary>
    public Task<Request> ApproveAsync(RequestId id, string key) => AnsweredAsync(Organisation.Bo, Requests.ExecuteAsync(
        Organisation.Caller(Organisation.Bo), id, new Command.Approve(new Sight(1, 1, 2), null, Channel.Api) { At = default, CommandId = "", By = default }, key, Ct));

    private async Task<Request> AnsweredAsync(EmailAddress by, Task<Answer> asked)
    {
        var state = Assert.IsType<Answer.Done>(await asked).State;
        await Queries.ActionsAsync(Organisation.Caller(by), state, Ct);
        return state.Facts!;
    }

    private sealed class NoWake : IWake
    {
        public void Wake(RequestId id)
        {
        }
    }
}
