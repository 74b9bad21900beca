using System.Text.Json.Nodes;
using Approvals.Core.Requests;
using Tickets.Tests.StandIns;

namespace Web.Tests.Outside;

/// <summary>The whole way of a ticket, over HTTP in both directions: raised once with its evidence, looked at when its system calls, and what became of it told.</summary>
public sealed class TicketPathTests
{
    public static TheoryData<string> Systems => ["zendesk", "servicenow", "jira", "gitlab"];

    [Theory]
    [MemberData(nameof(Systems))]
    public async Task A_ticket_is_raised_with_its_evidence_and_nobody_but_the_person_who_asked_is_copied(string system)
    {
        await using var desk = await OutsideDesk.OpenAsync(system);
        var id = await desk.ApprovedAsync();
        var sent = Assert.Single(desk.StandIn.Tickets);
        var request = await desk.RequestAsync(id);
        Assert.Equal((system, $"{id}-pay-back"), (Assert.Single(request.Tickets).System, sent.Key));

        var text = Texts(sent.Body).Single(found => found.Text.Contains("Evidence of approval", StringComparison.Ordinal)).Text;
        Assert.Contains($"/requests/{id}", text, StringComparison.Ordinal);
        Assert.Contains($"Content (SHA-256): {request.ContentHash}", text, StringComparison.Ordinal);
        Assert.Matches($@"Step 1, Team lead: approved by {OutsideDesk.Liam} on \d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d UTC by api, content {request.ContentHash}", text);
        // The hash is one of the request's own chain, as the audit page shows it.
        var events = (await desk.AskAsync(OutsideDesk.Olive, HttpMethod.Get, $"/api/requests/{id}/events")).ToJsonString();
        Assert.Contains(text.Split("Last event (SHA-256): ")[1][..64], events, StringComparison.Ordinal);

        // A customer is a fact in a text; whoever is named anywhere else is one of us.
        Assert.Contains(Texts(sent.Body), found => found.Text.Contains(OutsideDesk.Customer, StringComparison.Ordinal));
        Assert.All(Texts(sent.Body).Where(found => found.Text.Contains(OutsideDesk.Customer, StringComparison.Ordinal)), found => Assert.Contains(found.Place, Describing));
        Assert.All(Texts(sent.Body).Where(found => found.Text.Contains('@', StringComparison.Ordinal) && !Describing.Contains(found.Place)), found => Assert.EndsWith("@expenses.example", found.Text, StringComparison.Ordinal));
        Assert.DoesNotContain(desk.Logged, line => line.Contains(OutsideDesk.Token, StringComparison.Ordinal) || line.Contains(OutsideDesk.Secret, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Systems))]
    public async Task A_call_counts_only_when_its_system_signed_it_just_now_and_any_number_of_them_are_one(string system)
    {
        await using var desk = await OutsideDesk.OpenAsync(system);
        var id = await desk.ApprovedAsync();
        desk.StandIn.Move(desk.StandIn.Of($"{id}-pay-back"), "solved");
        var body = HookSignatures.Body(system, $"{id}-pay-back");
        var calls = desk.StandIn.Calls;
        Assert.Equal(401, await desk.HookAsync(system, body));
        Assert.Equal(401, await desk.HookAsync(system, body, HookSignatures.Sign(system, "another secret", body, desk.Now)));
        Assert.Equal(401, await desk.HookAsync("nobody", body, HookSignatures.Sign(system, OutsideDesk.Secret, body, desk.Now)));
        if (HookSignatures.IsTimed(system))
        {
            Assert.Equal(401, await desk.HookAsync(system, body, HookSignatures.Sign(system, OutsideDesk.Secret, body, desk.Now.AddMinutes(-6))));
            Assert.Equal(401, await desk.HookAsync(system, body.Replace("pay", "say", StringComparison.Ordinal), HookSignatures.Sign(system, OutsideDesk.Secret, body, desk.Now)));
        }

        Assert.Equal((calls, TicketPhase.Open), (desk.StandIn.Calls, Assert.Single((await desk.RequestAsync(id)).Tickets).Phase));

        var signed = HookSignatures.Sign(system, OutsideDesk.Secret, body, desk.Now);
        for (var again = 0; again < 3; again++)
        {
            Assert.Equal(202, await desk.HookAsync(system, body, signed));
        }

        Assert.Equal(TicketPhase.Solved, Assert.Single((await desk.RequestAsync(id)).Tickets).Phase);
        Assert.Single(await desk.MailsAsync(OutsideDesk.Eve), mail => mail.Subject.StartsWith("Solved: ticket", StringComparison.Ordinal));

        // A call about somebody else's ticket, or about none, is nothing.
        foreach (var other in new[] { HookSignatures.Body(system, "nonsense"), HookSignatures.Body(system, $"{id}-other"), "[]", "no json" })
        {
            Assert.Equal(202, await desk.HookAsync(system, other, HookSignatures.Sign(system, OutsideDesk.Secret, other, desk.Now)));
        }

        Assert.Equal("completed", (string)(await desk.AskAsync(OutsideDesk.Eve, HttpMethod.Get, $"/api/requests/{id}"))["status"]!);
    }

    [Theory]
    [MemberData(nameof(Systems))]
    public async Task Solved_reopened_and_deleted_are_noticed_in_whatever_order_the_calls_come_and_without_any(string system)
    {
        await using var desk = await OutsideDesk.OpenAsync(system);
        var id = await desk.ApprovedAsync();
        var ticket = desk.StandIn.Of($"{id}-pay-back");
        var body = HookSignatures.Body(system, ticket.Key);
        var early = HookSignatures.Sign(system, OutsideDesk.Secret, body, desk.Now);
        await desk.LaterAsync(TimeSpan.FromMinutes(2));
        desk.StandIn.Say(ticket, "Which receipt?", isPublic: true, "agent");
        desk.StandIn.Move(ticket, "solved");
        await desk.LaterAsync(TimeSpan.FromMinutes(1));
        desk.StandIn.Move(ticket, "open");

        // The call of the first change comes last: what counts is what is seen.
        Assert.Equal(202, await desk.HookAsync(system, body, HookSignatures.Sign(system, OutsideDesk.Secret, body, desk.Now)));
        Assert.Equal(202, await desk.HookAsync(system, body, early));
        Assert.Equal(TicketPhase.Open, Assert.Single((await desk.RequestAsync(id)).Tickets).Phase);
        Assert.Single(await desk.MailsAsync(OutsideDesk.Eve), mail => mail.Text.Contains("Which receipt?", StringComparison.Ordinal));

        await SeenAsync("solved", TicketPhase.Solved);
        await SeenAsync("open", TicketPhase.Open);
        ticket.IsDeleted = true;
        await SeenAsync("open", TicketPhase.Gone);
        var told = (await desk.MailsAsync(OutsideDesk.Eve)).Where(mail => mail.Subject.Contains("icket", StringComparison.Ordinal)).ToList();
        Assert.Single(told, mail => mail.Subject.StartsWith("Solved: ticket", StringComparison.Ordinal));

        async Task SeenAsync(string status, TicketPhase phase)
        {
            await desk.LaterAsync(TimeSpan.FromHours(1));
            desk.StandIn.Move(ticket, status);
            await desk.LookAsync();
            await desk.LookAsync();
            Assert.Equal(phase, Assert.Single((await desk.RequestAsync(id)).Tickets).Phase);
        }
    }

    [Fact]
    public async Task A_system_that_is_away_is_in_the_health_and_its_ticket_is_raised_once_when_it_is_back()
    {
        await using var desk = await OutsideDesk.OpenAsync("gitlab");
        desk.StandIn.RetryAfterSeconds = 60;
        desk.StandIn.Next = (_, _) => Mishap.TooMany;
        var id = await desk.ApprovedAsync();
        var health = await desk.Http.GetStringAsync("/health/ready", TestContext.Current.CancellationToken);
        Assert.Contains("Tickets for gitlab wait: its circuit is closed", health, StringComparison.Ordinal);
        var calls = desk.StandIn.Calls;
        await desk.RaiseAsync();
        Assert.Equal(calls, desk.StandIn.Calls);

        desk.StandIn.Next = (_, _) => Mishap.None;
        await desk.LaterAsync(TimeSpan.FromMinutes(2));
        await desk.RaiseAsync();
        Assert.Single(desk.StandIn.Tickets);
        Assert.Equal("completed", (string)(await desk.AskAsync(OutsideDesk.Eve, HttpMethod.Get, $"/api/requests/{id}"))["status"]!);
        Assert.Contains("\"reasons\":[]", await desk.Http.GetStringAsync("/health/ready", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static readonly string[] Describing = ["body", "description", "subject", "title", "short_description", "summary", "u_purpose"];

    private static IEnumerable<(string Place, string Text)> Texts(JsonNode? node, string place = "") => node switch
    {
        JsonObject all => all.SelectMany(property => Texts(property.Value, property.Key)),
        JsonArray all => all.SelectMany(item => Texts(item, place)),
        JsonValue value when value.TryGetValue<string>(out var text) => [(place, text)],
        _ => [],
    };
}
