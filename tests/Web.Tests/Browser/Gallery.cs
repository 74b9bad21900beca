using Approvals.App;
using Approvals.App.Backlogs;
using Approvals.App.Ports;
using Approvals.App.Streams;
using Approvals.App.Tickets;
using Approvals.App.Topics;
using Approvals.Core.Chains;
using Approvals.Core.Effects;
using Approvals.Core.Requests;
using Approvals.Web.Hosting;
using Approvals.Web.Pages.Admin;
using Approvals.Web.Pages.Decide;
using Approvals.Web.Pages.Delegations;
using Approvals.Web.Pages.Errors;
using Approvals.Web.Pages.Forms;
using Approvals.Web.Pages.Home;
using Approvals.Web.Pages.Inbox;
using Approvals.Web.Pages.Requests;
using Approvals.Web.Pages.Shared;
using Approvals.Web.Pages.SignIn;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Web.Tests.Api;

namespace Web.Tests.Browser;

/// <summary>Serves every page in every state, from hand-made models. No store, no services: only what is drawn.</summary>
public sealed class Gallery : IAsyncLifetime
{
    private WebApplication? app;

    public string Url { get; private set; } = "";

    public static IReadOnlyList<string> Names => [.. Pages.Keys];

    private static List<InboxItem> Inbox { get; } =
    [
        new(Samples.Id, 1, 2, "Chief Financial Officer", "sample", "Payment terms of 120 days for Acme GmbH", Samples.Seller, Samples.Cfo, Samples.Start, Samples.Start.AddDays(2)),
        new(Samples.Id, 2, 1, "Sales VP, EMEA", "sample", "Offline license for Globex Deutschland", Samples.Seller, Samples.Vp, Samples.Start.AddDays(-3), Samples.Start.AddDays(-1)),
    ];

    private static List<RequestSummary> Summaries { get; } =
    [
        .. Words.Statuses.Select((status, index) => new RequestSummary(
            Samples.Id, "sample", $"Payment terms of {60 + (15 * index)} days for Acme GmbH", status, Samples.Seller, 1 + (index % 2), Samples.Start.AddDays(-index), index % 3 == 0 ? Samples.Start.AddDays(2) : null)),
    ];

    private static SortedDictionary<string, Func<IResult>> Pages { get; } = new(StringComparer.Ordinal)
    {
        ["home"] = () => Show<HomePage>(Samples.Page(Samples.Seller, ""), new HomeModel("", [TopicCard.Of(SampleTopics.Topic)], Inbox, Summaries)),
        ["home-nothing"] = () => Show<HomePage>(Samples.Page(Samples.Seller, ""), new HomeModel("unicorn", [], [], [])),
        ["form"] = () => Show<FormPage>(Samples.Page(Samples.Seller, ""), SampleTopics.Empty),
        ["form-wrong"] = () => Show<FormPage>(Samples.Page(Samples.Seller, ""), SampleTopics.Wrong),
        ["preview"] = () => Show<PreviewPage>(Samples.Page(Samples.Seller, ""), SampleTopics.Preview),
        ["request-approver"] = () => Show<RequestPage>(Samples.Page(Samples.Cfo), Samples.Pending(Samples.Cfo)),
        ["request-mails"] = () => Show<RequestPage>(Samples.Page(Samples.Seller), Samples.Pending(Samples.Seller) with { Received = Samples.Received }),
        ["request-requester"] = () => Show<RequestPage>(Samples.Page(Samples.Seller, notice: new Notice("good", "Submitted.", "The first approver has been asked.")), Samples.Pending(Samples.Seller)),
        ["request-round-2"] = () => Show<RequestPage>(Samples.Page(Samples.Cfo), Samples.Resubmitted(Samples.Cfo)),
        ["request-completed"] = () => Show<RequestPage>(Samples.Page(Samples.Seller), Samples.Completed()),
        ["request-stale"] = () => Show<RequestPage>(
            Samples.Page(Samples.Cfo),
            Samples.Pending(Samples.Cfo, new Refused(new Refusal.AlreadyDecided(2, "approved", "vp.emea@example.com", Samples.Start), "decide", "I agree with the terms."))),
        ["requests"] = () => Show<RequestListPage>(Samples.Page(Samples.Seller), new RequestListModel(null, null, null, [("sample", "Payment terms")], [.. Summaries], "/requests?cursor=x", true, "/requests")),
        ["requests-nothing"] = () => Show<RequestListPage>(Samples.Page(Samples.Seller), new RequestListModel("rejected", null, null, [], [], null, true, "/requests")),
        ["inbox"] = () => Show<InboxPage>(Samples.Page(Samples.Cfo, "inbox"), new InboxModel([.. Inbox], null, true)),
        ["inbox-nothing"] = () => Show<InboxPage>(Samples.Page(Samples.Cfo, "inbox"), new InboxModel([], null, true)),
        ["decide"] = () => Show<DecidePage>(Samples.Page(Samples.Cfo, "d"), new DecideModel("t", Samples.Pending(Samples.Cfo), Samples.Pending(Samples.Cfo).Request.Steps[1])),
        ["decide-somebody-else"] = () => Show<LinkPage>(Samples.Page(Samples.Seller, "d"), new LinkModel("This decision is not yours", "The link was made for somebody else.", [Samples.Cfo], null)),
        ["delegations"] = () => Show<DelegationsPage>(
            Samples.Page(Samples.Vp, "delegations"),
            new DelegationsModel([new Delegation("1", Samples.Vp, Samples.Cro, Samples.Start, Samples.Start.AddDays(9))], []) { Errors = [("until", "Choose an end after the start.")], To = "cro@example.com" }),
        ["backlog"] = () => Show<BacklogPage>(Samples.Page(Samples.Vp, "administration"), new BacklogModel(
            new Backlog(9, 3, true,
                [
                    new StepBacklog("sample", "Chief Financial Officer", new Tally(6, 3, [1, 2, 2, 1], Inbox[1] with { AskedAtUtc = Samples.Start.AddDays(-9) })),
                    new StepBacklog("sample", "Sales VP, EMEA", new Tally(3, 0, [3, 0, 0, 0], Inbox[0])),
                ],
                [new PersonBacklog(Samples.Cfo, new Tally(6, 3, [1, 2, 2, 1], Inbox[1] with { AskedAtUtc = Samples.Start.AddDays(-9) })), new PersonBacklog(Samples.Vp, new Tally(3, 0, [3, 0, 0, 0], Inbox[0]))]),
            new Dictionary<string, string> { ["sample"] = "Payment terms" })),
        ["admin"] = () => Show<AdminPage>(
            Samples.Page(Samples.Vp, "administration"),
            new AdminModel([new AbandonedEffect(new EffectId(Samples.Id, 7, 0), Samples.Id, "ticket", "zendesk", "The ticket system answered 500.", 12, Samples.Start)], null, true)
            {
                Desks =
                [
                    new DeskStanding("desk", DeskHealth.Fine, IsQueueing: false, []),
                    new DeskStanding("zendesk", new DeskHealth("open", Samples.Start.AddMinutes(1), "Zendesk does not answer."), IsQueueing: true, [new WaitingTicket(new EffectId(Samples.Id, 9, 0), Samples.Id, "licence", "zendesk", Samples.Start, 2, "Zendesk answered 503.")]),
                ],
                Undelivered = [new AbandonedEffect(new EffectId(Samples.Id, 4, 0), Samples.Id, "mail ApprovalRequested", "cro@example.com", "550 5.1.1 no such person", 1, Samples.Start)],
                Clock = true,
                MayRetry = true,
                Verify = Samples.Id.Value,
                Verdict = new ChainVerdict(true, null, 12, new string('b', 64)),
            }),
        ["sign-in"] = () => Show<SignInPage>(Samples.Page(Samples.Vp) with { Viewer = null }, new SignInModel([(Samples.Vp, "Vera Petrov"), (Samples.Cfo, "Chidi Okafor")], "/")),
        ["not-found"] = () => Show<MessagePage>(Samples.Page(Samples.Vp), new MessageModel("There is nothing at this address", "Check the link, or start from the topics.", Trace: "0af7651916cd43dd8448eb211c80319c")),
    };

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseSetting("urls", "http://127.0.0.1:0");
        builder.Services.AddRazorComponents();
        builder.Services.AddSingleton<AssetFiles>();
        builder.Services.AddSingleton(new WebOptions());
        // Where a refusal leads on to is looked up.
        var world = new World();
        builder.Services.AddSingleton(new TopicShelf(world, world, TimeProvider.System));
        app = builder.Build();
        app.MapAssets();
        foreach (var (name, show) in Pages)
        {
            app.MapGet($"/{name}", show);
        }

        await app.StartAsync();
        Url = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
    }

    public async ValueTask DisposeAsync()
    {
        if (app is not null)
        {
            await app.DisposeAsync();
        }
    }

    private static RazorComponentResult<TPage> Show<TPage>(PageContext page, object model)
        where TPage : IComponent => new(new Dictionary<string, object?> { ["Page"] = page, ["Model"] = model });
}
