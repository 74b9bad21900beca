using System.Collections.Concurrent;
using System.Collections.Immutable;
using Approvals.Adapters.Memory;
using Approvals.Adapters.Tickets;
using Approvals.App.Ports;
using Approvals.Core.Catalogue;
using Approvals.Core.Requests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tickets.Tests.StandIns;
using Xunit;

namespace Tickets.Tests.Exactly;

/// <summary>The systems as a host gets them: with their clients, circuits and time-outs, and never a secret in a log or an error.</summary>
public sealed class RegistrationTests
{
    private const string Token = "very-secret-token";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_system_raises_looks_and_remarks()
    {
        foreach (var system in Systems.Names)
        {
            await using var standIn = await Systems.StandInAsync(system, TimeProvider.System);
            await using var host = Host(system, standIn);
            var desk = host.Desk;
            var ticket = await desk.OpenAsync(Systems.Draft(system, "r1-support"), Ct);
            Assert.Equal(new TicketLook(ticket.Key, TicketPhase.Open, (await desk.LookAsync([ticket.Key], Ct))!.Value.Single().UpdatedAtUtc), (await desk.LookAsync([ticket.Key], Ct))!.Value.Single());

            await desk.RemarkAsync(new DeskRemark("e1", ticket.Key, "Cancelled.\n[e1]"), Ct);
            await desk.RemarkAsync(new DeskRemark("e1", ticket.Key, "Cancelled.\n[e1]"), Ct);
            standIn.Say(standIn.Of("r1-support"), "Which host?", isPublic: true, "agent@support.example");
            standIn.Say(standIn.Of("r1-support"), "They are slow.", isPublic: false, "agent@support.example");
            Assert.Equal(["Which host?"], (await desk.RemarksAsync(ticket.Key, Ct)).Select(remark => remark.Text));
            Assert.Single(standIn.Of("r1-support").Remarks, remark => remark.Text.Contains("[e1]", StringComparison.Ordinal));

            standIn.Move(standIn.Of("r1-support"), "solved");
            Assert.Equal(TicketPhase.Solved, (await desk.LookAsync([ticket.Key], Ct))!.Value.Single().Phase);
            standIn.Of("r1-support").IsDeleted = true;
            Assert.Empty((await desk.LookAsync([ticket.Key], Ct))!.Value);
        }
    }

    [Fact]
    public async Task No_secret_is_logged_or_told_whatever_the_other_side_says()
    {
        foreach (var system in Systems.Names)
        {
            await using var standIn = await Systems.StandInAsync(system, TimeProvider.System);
            standIn.Echo = true;
            standIn.AcceptsCredentials = false;
            await using var host = Host(system, standIn);
            var refused = await Assert.ThrowsAsync<EffectFailedException>(() => host.Desk.OpenAsync(Systems.Draft(system, "r1-support"), Ct));
            Assert.Contains("401", refused.Message, StringComparison.Ordinal);
            standIn.AcceptsCredentials = true;
            await host.Desk.OpenAsync(Systems.Draft(system, "r1-support"), Ct);
            var said = string.Join('\n', host.Lines.Append(refused.ToString()));
            Assert.DoesNotContain(Token, said, StringComparison.Ordinal);
            Assert.DoesNotContain(Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"desk@example.com/token:{Token}")), said, StringComparison.Ordinal);
            Assert.DoesNotContain("Authorization: Basic", said, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_system_that_fails_again_and_again_is_left_alone_and_says_so()
    {
        await using var standIn = await Systems.StandInAsync("gitlab", TimeProvider.System);
        await using var host = Host("gitlab", standIn);
        standIn.Next = (_, _) => Mishap.Unavailable;
        for (var i = 0; i < 12; i++)
        {
            await Assert.ThrowsAsync<EffectPostponedException>(() => host.Desk.OpenAsync(Systems.Draft("gitlab", $"r{i}-support"), Ct));
        }

        Assert.Equal("open", host.Desk.Health.Circuit);
        var calls = standIn.Calls;
        var away = await Assert.ThrowsAsync<EffectPostponedException>(() => host.Desk.OpenAsync(Systems.Draft("gitlab", "r99-support"), Ct));
        Assert.True(away.IsSystemWide);
        Assert.Equal(calls, standIn.Calls);
    }

    [Fact]
    public async Task A_call_that_takes_too_long_is_ended()
    {
        await using var standIn = await Systems.StandInAsync("servicenow", TimeProvider.System);
        await using var host = Host("servicenow", standIn);
        standIn.Next = (_, _) => Mishap.DoneButSilent;
        Assert.Contains("in time", (await Assert.ThrowsAsync<EffectPostponedException>(() => host.Desk.OpenAsync(Systems.Draft("servicenow", "r1-support"), Ct))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_system_that_asks_for_a_rest_gets_it()
    {
        await using var standIn = await Systems.StandInAsync("jira", TimeProvider.System);
        await using var host = Host("jira", standIn);
        standIn.RetryAfterSeconds = 120;
        standIn.Next = (call, _) => call.Creates ? Mishap.TooMany : Mishap.None;
        var held = await Assert.ThrowsAsync<EffectPostponedException>(() => host.Desk.OpenAsync(Systems.Draft("jira", "r1-support"), Ct));
        Assert.Equal(TimeSpan.FromSeconds(120), held.Wait);
        var calls = standIn.Calls;
        await Assert.ThrowsAsync<EffectPostponedException>(() => host.Desk.OpenAsync(Systems.Draft("jira", "r2-support"), Ct));
        Assert.Equal(calls, standIn.Calls);
        Assert.NotNull(host.Desk.Health.HeldUntilUtc);
    }

    [Fact]
    public async Task What_is_missing_in_a_system_is_said_with_what_to_mend()
    {
        await using var zendesk = (ZendeskStandIn)await Systems.StandInAsync("zendesk", TimeProvider.System);
        await using var host = Host("zendesk", zendesk);
        var template = new TicketTemplate { Id = "t", Subject = "s", Body = "b", Priority = "Low", Form = "7", Queue = "License & Renewals", Category = "Self-Managed > Exemption" };
        Assert.Empty(await host.Probe.CheckAsync([template], Ct));
        zendesk.Role = "end-user";
        var problems = await host.Probe.CheckAsync([template with { Form = "8", Queue = "Nobody", Category = "Other" }], Ct);
        Assert.Collection(
            problems,
            one => Assert.Contains("no agent", one, StringComparison.Ordinal),
            one => Assert.Contains("the form 8: Zendesk answered 404", one, StringComparison.Ordinal),
            one => Assert.Contains("no group 'Nobody'", one, StringComparison.Ordinal));
        zendesk.Role = "agent";
        var wanting = template with { Category = "Other", Fields = Columns("Colour") };
        Assert.Equal(
            ["There is no field 'Colour'. Add it there, or correct the catalogue.", "The field 'What category of request?' has no choice 'Other'. Add it there, or correct the catalogue."],
            (await host.Probe.CheckAsync([wanting, wanting with { Id = "u", Category = "Other" }], Ct)).Order(StringComparer.Ordinal).Reverse());

        await using var serviceNow = await Systems.StandInAsync("servicenow", TimeProvider.System);
        await using var table = Host("servicenow", serviceNow);
        var record = template with { Form = null, Queue = "Deal Desk", Fields = Columns("u_opportunity") };
        Assert.Empty(await table.Probe.CheckAsync([record], Ct));
        Assert.Contains("has no column u_opportunty,", Assert.Single(await table.Probe.CheckAsync([record with { Fields = Columns("u_opportunity", "u_opportunty") }], Ct)), StringComparison.Ordinal);
        serviceNow.AcceptsCredentials = false;
        Assert.Contains("The credentials are wrong or have run out", Assert.Single(await table.Probe.CheckAsync([record], Ct)), StringComparison.Ordinal);

        await using var jira = (JiraStandIn)await Systems.StandInAsync("jira", TimeProvider.System);
        await using var other = Host("jira", jira);
        jira.HasLabels = false;
        Assert.Contains("has no field Labels", Assert.Single(await other.Probe.CheckAsync([template with { Form = "42" }], Ct)), StringComparison.Ordinal);
    }

    private static ImmutableSortedDictionary<string, string> Columns(params string[] names) =>
        ImmutableSortedDictionary.CreateRange(names.Select(name => KeyValuePair.Create(name, "x")));

    private static TestHost Host(string system, StandIn standIn) => new(new TicketSystemsOptions
    {
        Zendesk = system == "zendesk" ? new(standIn.Url, "desk@example.com", Token, "What category of request?", null) : null,
        ServiceNow = system == "servicenow" ? new(standIn.Url, "approvals", Token, "incident", null) : null,
        Jira = system == "jira" ? new(standIn.Url, "desk@example.com", Token, "3", null) : null,
        GitLab = system == "gitlab" ? new(standIn.Url, Token, "legal/compliance", null) : null,
        CallTimeout = TimeSpan.FromSeconds(1),
    });

    private sealed class TestHost : IAsyncDisposable
    {
        private readonly ServiceProvider services;
        private readonly Lines lines = new();

        public TestHost(TicketSystemsOptions options) => services = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(lines))
            .AddSingleton(TimeProvider.System).AddSingleton<ITicketLedger, MemoryTicketLedger>().AddTicketSystems(options).BuildServiceProvider();

        public ITicketDesk Desk => services.GetRequiredService<ITicketDesk>();
        public ITicketProbe Probe => services.GetRequiredService<ITicketProbe>();
        public IEnumerable<string> Lines => lines.All;

        public ValueTask DisposeAsync() => services.DisposeAsync();
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> all = new();

        public IEnumerable<string> All => all;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => all.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
