using System.Collections.Immutable;
using System.Text;
using Approvals.Adapters.Memory;
using Approvals.Adapters.Mime;
using Approvals.App;
using Approvals.App.Mail;
using Approvals.App.Ports;
using Approvals.App.Streams;
using Approvals.Core.Audit;
using Approvals.Core.Calendars;
using Approvals.Core.Catalogue;
using Approvals.Core.Chains;
using Approvals.Core.Requests;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace App.Tests.Mail;

/// <summary>A desk in memory with one request that waits for two approvers, and its inbound mail.</summary>
internal sealed class MailWorld
{
    public static readonly MailOptions Options = new(Address("approvals@example.com"), "mx.approvals.test", new Uri("https://desk.example.com/"));
    public static readonly DateTimeOffset Start = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

    private readonly MemoryStore store = new();
    private readonly RequestStreams streams;
    private readonly Directory directory = new();

    private MailWorld()
    {
        streams = new RequestStreams(store, StateCache.None);
        Sent = new MemoryMail(Options, Clock);
        Requests = new RequestService(streams, store, new NoCatalogue(), directory, new FactsReader(directory, Delegations), new Claims(new MemoryClaims(), streams, Clock), new NoWake(), Clock);
        Inbound = InboundWith(Sent);
    }

    public DecisionTokens Tokens { get; } = new(new byte[32]);
    public FakeTimeProvider Clock { get; } = new(Start);
    public MemoryMail Sent { get; }
    public MemoryDelegations Delegations { get; } = new();
    public RequestService Requests { get; }

    /// <summary>Nobody can be looked for.</summary>
    public bool DirectoryIsAway { set => directory.IsAway = value; }
    public InboundMailService Inbound { get; }
    public RequestId Id { get; } = RequestId.FromBytes([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);

    /// <summary>The same desk with other records of what came in: as after a crash before they were written.</summary>
    public InboundMailService InboundWith(MemoryMail mail) => new(new MimeMailReader(), mail, mail, streams, Requests, Delegations, directory, Tokens, Options, Clock);

    /// <summary>The same desk after the key was lost and drawn anew: what was written with the old one says nothing any more.</summary>
    public InboundMailService InboundWith(DecisionTokens tokens) => new(new MimeMailReader(), Sent, Sent, streams, Requests, Delegations, directory, tokens, Options, Clock);

    /// <summary>The same desk behind another mail boundary.</summary>
    public InboundMailService InboundWith(MailOptions options) => new(new MimeMailReader(), Sent, Sent, streams, Requests, Delegations, directory, Tokens, options, Clock);

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static EmailAddress Address(string text) => EmailAddress.Parse(text);

    public static async Task<MailWorld> WithRequestAsync(bool byMail = true)
    {
        var world = new MailWorld();
        await world.SubmitAsync(byMail);
        return world;
    }

    public string TokenFor(string assignee, int round = 1, int step = 1) => Tokens.Write(Id, round, step, Address(assignee));

    public async Task<Request> RequestAsync() => (await StateAsync()).Facts!;

    public async Task<RequestState> StateAsync() => (await streams.LoadAsync(Id, Ct))!.State;

    public Task<ReceivedMail> ReceiveAsync(string raw) => Inbound.ReceiveAsync(Encoding.UTF8.GetBytes(raw), Ct);

    /// <summary>A plain answer of the first approver; each part can be replaced.</summary>
    public string Reply(string body, string from = "vp@example.com", string? token = null, string? results = null, string messageId = "reply-1@example.com", string more = "") => $"""
        Authentication-Results: {results ?? $"mx.approvals.test; dmarc=pass header.from={from.Split('@')[1]}"}
        From: {from}
        To: approvals+{token ?? TokenFor("vp@example.com")}@example.com
        Subject: Re: Your approval, please
        Message-ID: <{messageId}>
        {more}Content-Type: text/plain; charset=utf-8

        {body}
        """.ReplaceLineEndings("\r\n");

    /// <summary>The id under which the first approver's mail went out.</summary>
    public string SentId => $"{Id}-0000000002-00.{TokenFor("vp@example.com")}@example.com";

    /// <summary>The mail that asks the first approver is on record as sent.</summary>
    public async Task RecordSentAsync()
    {
        var loaded = (await streams.LoadAsync(Id, Ct))!;
        var row = loaded.Outbox[0];
        var record = new Command.RecordEffect(row.Id, EffectJson.Read(row.Effect.Span), new EffectResult.Mailed(SentId)) { At = Clock.GetUtcNow(), CommandId = "sent", By = Actor.System };
        var outcome = Assert.IsType<Outcome.Accepted>(Decider.Decide(loaded.State, record));
        await streams.AppendAsync(loaded, Decided.On(loaded.State, outcome.Events), null, new OutboxChange([], [row.Id]), Ct);
    }

    public Task<Answer> ExecuteAsync(string by, Command command) => Requests.ExecuteAsync(new Caller(Address(by), Roles.Approver), Id, command, null, Ct);

    /// <summary>Round two, after a recall.</summary>
    public Task<Answer> ResubmitAsync() => ExecuteAsync("seller@example.com", new Command.Resubmit(Draft(byMail: true)) { At = default, CommandId = "", By = default });

    private static Draft Draft(bool byMail)
    {
        var content = new Content(
            ImmutableSortedDictionary.Create<string, FieldValue>(StringComparer.Ordinal).Add("amount", new FieldValue.Number(75)), [new ShownField("amount", "Amount", "75")]);
        var policy = new Policy { RelevantFields = ["amount"], DecisionsByMail = byMail };
        var timing = new StepTiming { Limit = TimeSpan.FromHours(24) };
        ImmutableArray<StepPlan> chain =
        [
            new() { Number = 1, Name = "Sales VP", Role = new RoleRef("vp"), Stage = 1, Quorum = Quorum.All, Timing = timing, Because = ["Offline licenses need the VP."] },
            new() { Number = 2, Name = "Finance", Role = new RoleRef("cfo"), Stage = 2, Quorum = Quorum.All, Timing = timing },
        ];
        return new Draft("Offline license for Acme", content, policy, chain);
    }

    private async Task SubmitAsync(bool byMail)
    {
        var draft = Draft(byMail);
        var facts = await new FactsReader(directory, Delegations).ReadAsync(new Question(draft.Chain, Address("seller@example.com"), null, null, []), Ct);
        var submit = new Command.Submit
        {
            At = Start,
            CommandId = "submit",
            By = Actor.Of(Address("seller@example.com")),
            Facts = facts,
            Id = Id,
            Topic = "offline",
            TopicVersion = 1,
            Draft = draft,
        };
        var outcome = Assert.IsType<Outcome.Accepted>(Decider.Decide(RequestState.NotSubmitted.Instance, submit));
        await streams.AppendAsync(RequestStreams.Nothing(Id), Decided.On(RequestState.NotSubmitted.Instance, outcome.Events), ("submit", "print"), OutboxChange.None, Ct);
    }

    private sealed class Directory : IDirectory
    {
        private static readonly string[] Known = ["vp", "vp2", "cfo", "seller", "assistant", "admin"];

        // The mailbox of the first approver has another address, and so has that of somebody who left; one signs in by a name that only looks like an address.
        private static readonly Dictionary<string, (Person Person, bool IsOfMailbox)> Others = new()
        {
            ["v.p@example.com"] = (Person("vp"), true),
            ["the.seller@example.com"] = (Person("seller"), true),
            ["the.assistant@example.com"] = (Person("assistant"), true),
            ["vp.signin@example.com"] = (Person("vp"), false),
            ["vp2.left@example.com"] = (Person("vp2") with { Active = false }, true),
        };

        public bool IsAway { get; set; }

        public ValueTask<Person?> FindAsync(EmailAddress mail, CancellationToken ct) =>
            IsAway ? throw new StoreUnavailableException("The directory is away.")
            : Others.TryGetValue(mail.Value, out var other) ? ValueTask.FromResult<Person?>(other.IsOfMailbox ? other.Person with { Aliases = [mail] } : other.Person)
            : ValueTask.FromResult(Known.Contains(mail.Value.Split('@')[0]) ? Person(mail.Value.Split('@')[0]) : null);

        public ValueTask<RoleHolders> HoldersAsync(RoleRef role, CancellationToken ct) =>
            ValueTask.FromResult(new RoleHolders(role.Role == "vp" ? [Person("vp"), Person("vp2")] : [Person(role.Role)], []));

        public ValueTask<ImmutableArray<Person>> OwnersAsync(CancellationToken ct) => ValueTask.FromResult(ImmutableArray.Create(Person("admin")));

        private static Person Person(string name) =>
            new() { Mail = Address($"{name}@example.com"), Name = $"{name} the person", Calendar = BusinessCalendar.RoundTheClock };
    }

    private sealed class NoCatalogue : ICatalogue
    {
        public ImmutableArray<Topic> Topics => [];
        public Topic? Find(string topic) => null;
        public ValueTask<Topic?> FindAsync(string topic, int version, CancellationToken ct) => ValueTask.FromResult<Topic?>(null);
    }

    private sealed class NoWake : IWake
    {
        public void Wake(RequestId id) { }
    }
}
