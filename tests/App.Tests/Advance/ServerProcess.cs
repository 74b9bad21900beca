using Approvals.App;
using Approvals.App.Advance;
using Approvals.App.Digests;
using Approvals.App.Mail;
using Approvals.App.Streams;
using Approvals.App.Tickets;
using Approvals.App.Watching;
using Approvals.Core.Effects;
using Approvals.Core.Requests;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace App.Tests.Advance;

/// <summary>The use cases of one server, wired as in the product, every port behind <see cref="Faults"/>. A crash is its end: the next server boots on what is left.</summary>
internal sealed class ServerProcess
{
    public static readonly RetrySchedule Retries = new([TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromHours(1)]);

    private readonly Outside outside;

    public ServerProcess(Outside outside, int cached)
    {
        this.outside = outside;
        var clock = outside.Clock;
        Store = new FaultyStore(outside.Kept, Faults);
        Wakes = new FaultyWake(Faults);
        var directory = new FaultyDirectory(outside.Organisation, Faults);
        Streams = new RequestStreams(Store, new StateCache(cached));
        var facts = new FactsReader(directory, outside.Delegations);
        Requests = new RequestService(Streams, Store, outside.Organisation, directory, facts, new Claims(new FaultyClaims(outside.Claims, Faults), Streams, clock), Wakes, clock);
        var desks = new TicketDesks([new FaultyDesk(outside.Desk, Faults)], "desk");
        var lines = new TicketLines();
        var runner = new EffectRunner(
            outside.Organisation, directory, new MailComposer(new DecisionTokens(new byte[32]), Outside.MailOptions), new FaultyMailer(outside.Mail, Faults),
            new TicketComposer(Outside.MailOptions), desks, lines);
        var queries = new RequestQueries(Streams, Store, outside.Store, outside.Delegations, facts, clock);
        var digests = new DigestSender(queries, new FaultyMailer(outside.Mail, Faults), Outside.MailOptions, clock, NullLogger<DigestSender>.Instance);
        Delegating = new Delegating(outside.Delegations, directory, outside.Store, Wakes, clock);
        Advancer = new Advancer(Streams, facts, runner, Retries, clock, NullLogger<Advancer>.Instance);
        Sweeper = new Sweeper(Store, new PeopleWatch(outside.Store, outside.Notes, outside.Delegations, directory, digests, Wakes, clock), Wakes, clock);
        Drain = new TicketDrain(outside.Store, desks, lines, Advancer, clock);
        Watch = new TicketWatch(
            outside.Store, desks, new RequestQueries(Streams, Store, outside.Store, outside.Delegations, facts, clock), Requests, clock, NullLogger<TicketWatch>.Instance);
        Overview = new TicketOverview(outside.Store, desks, lines);
    }

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public Faults Faults { get; } = new();
    public FaultyStore Store { get; }
    public FaultyWake Wakes { get; }
    public RequestStreams Streams { get; }
    public RequestService Requests { get; }
    public Advancer Advancer { get; }
    public Sweeper Sweeper { get; }
    public TicketDrain Drain { get; }
    public TicketWatch Watch { get; }
    public TicketOverview Overview { get; }
    public Delegating Delegating { get; }

    public Task<Answer> SubmitAsync(EmailAddress by, SubmitForm form, string? key = null) => Requests.SubmitAsync(Organisation.Caller(by), form, key, Ct);

    /// <summary>The id of the new request.</summary>
    public async Task<RequestId> SubmitAsync(int days) => Assert.IsType<Answer.Done>(await SubmitAsync(Organisation.Ann, Organisation.Form(days))).State.Facts!.Id;

    public Task<Answer> DoAsync(EmailAddress by, RequestId id, Command command, string? key = null) =>
        Requests.ExecuteAsync(Organisation.Caller(by), id, command, key, Ct);

    /// <summary>Approves what the store shows.</summary>
    public async Task<Answer> ApproveAsync(EmailAddress by, RequestId id, int step, string? key = null)
    {
        var request = await outside.RequestAsync(id);
        return await DoAsync(by, id, Say.Approve(new Sight(request.Round, step, request.Version)), key);
    }

    /// <summary>What the workers do: advances whoever was woken, until nobody is. A request whose advance fails waits for the sweep.</summary>
    public async Task WorkAsync()
    {
        while (Wakes.Woken.TryDequeue(out var id))
        {
            try
            {
                await Advancer.AdvanceAsync(id, Ct);
            }
            catch (Exception e) when (e is not CrashException && !Faults.IsDead)
            {
                // As the worker does: logged, and left to the sweep.
            }
        }
    }

    public async Task SweepAsync()
    {
        await Sweeper.SweepAsync(10_000, Ct);
        await WorkAsync();
    }
}

/// <summary>Commands as a channel makes them: the service fills in who, when and with what knowledge.</summary>
internal static class Say
{
    public static Command.Approve Approve(Sight sight, string? remark = null) => new(sight, remark, Channel.Api) { At = default, CommandId = "", By = default };
    public static Command.Reject Reject(Sight sight, string? remark = "No.") => new(sight, remark, Channel.Api) { At = default, CommandId = "", By = default };
    public static Command.Return Return(Sight sight, string? remark = "Not like this.") => new(sight, remark, Channel.Api) { At = default, CommandId = "", By = default };
    public static Command.Comment Comment(string text) => new(text) { At = default, CommandId = "", By = default };
    public static Command.Recall Recall() => new(Reason: null) { At = default, CommandId = "", By = default };
    public static Command.Cancel Cancel() => new(Reason: null) { At = default, CommandId = "", By = default };
    public static Command.Nudge Nudge() => new() { At = default, CommandId = "", By = default };
    public static Command.Reassign Reassign(int step, EmailAddress from, EmailAddress to) => new(step, from, to, "Away.") { At = default, CommandId = "", By = default };
    public static Command.AddApprover Add(int step, EmailAddress who) => new(step, who, "Knows more.") { At = default, CommandId = "", By = default };
    public static Command.Override Override(int step, OverrideDecision decision) => new(step, decision, "Stuck.") { At = default, CommandId = "", By = default };
    public static Command.RetryEffect Retry(EffectId effect) => new(effect) { At = default, CommandId = "", By = default };
}
