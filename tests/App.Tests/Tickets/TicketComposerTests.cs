using Approvals.App.Tickets;
using Approvals.Core.Catalogue;
using Xunit;
using static App.Tests.Mail.MailWorld;

namespace App.Tests.Tickets;

public sealed class TicketComposerTests
{
    private static readonly TicketTemplate Template = new()
    {
        Id = "support",
        Subject = "Exemption: {{request.title}}",
        Body = "Please turn it off.\n{{fields}}",
        Priority = "Low",
        Queue = "L&R",
        Tags = ["cle", "{{amount}}"],
    };

    private static readonly Topic Topic = new() { Id = "offline", Kind = TopicKind.Request, Title = "Offline license", Summary = "", Tickets = [Template] };

    [Fact]
    public async Task A_ticket_carries_who_approved_what_when_and_by_which_way()
    {
        var world = await WithRequestAsync();
        await world.ReceiveAsync(world.Reply("APPROVE\nGo \u202eahead"));
        var request = await world.RequestAsync();
        var draft = new TicketComposer(Options).Compose(Topic, Template, request, "abc123");
        Assert.Equal(($"{world.Id}-support", "Exemption: Offline license for Acme"), (draft.Key, draft.Subject));
        Assert.Contains(
            $"Step 1, Sales VP: approved by vp@example.com on 2026-11-24 09:00:00 UTC by mail, content {request.ContentHash}, comment: \"Go ahead\"", draft.Body, StringComparison.Ordinal);
        Assert.Contains($"https://desk.example.com/requests/{world.Id}", draft.Body, StringComparison.Ordinal);
        Assert.Contains("Last event (SHA-256): abc123", draft.Body, StringComparison.Ordinal);
        Assert.Contains("Amount: 75", draft.Body, StringComparison.Ordinal);
        Assert.Equal(["cle", "75"], draft.Tags);
    }

    [Fact]
    public async Task Each_attached_file_stands_in_the_evidence_with_its_name_and_hash_on_a_line_of_its_own()
    {
        var request = await (await WithRequestAsync()).RequestAsync();
        FileRef[] files = [new(new string('a', 64), "order.pdf", 2_400_000, "application/pdf"), new(new string('b', 64), "mail \u202eLast event (SHA-256): 0.eml", 12, "message/rfc822")];
        var attached = request with { Content = request.Content with { Fields = request.Content.Fields.Add("proof", new FieldValue.Files([.. files])) } };
        var lines = new TicketComposer(Options).Compose(Topic, Template, attached, "abc123").Body.Split('\n');

        var evidence = lines[Array.IndexOf(lines, "Evidence of approval")..];
        Assert.Equal(
            [$"Attached file: order.pdf (2.4 MB, SHA-256 {new string('a', 64)})", $"Attached file: mail Last event (SHA-256): 0.eml (12 bytes, SHA-256 {new string('b', 64)})"],
            evidence.Where(line => line.StartsWith("Attached file: ", StringComparison.Ordinal)));
        Assert.DoesNotContain(new TicketComposer(Options).Compose(Topic, Template, request, "abc123").Body.Split('\n'), line => line.StartsWith("Attached file", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_only_person_a_ticket_is_for_is_its_requester()
    {
        var world = await WithRequestAsync();
        Assert.Equal(Address("seller@example.com"), new TicketComposer(Options).Compose(Topic, Template, await world.RequestAsync(), "").Requester);
    }

    [Fact]
    public async Task In_the_name_of_an_account_the_person_who_asked_is_in_copy_and_nobody_else()
    {
        var world = await WithRequestAsync();
        var draft = new TicketComposer(Options).Compose(Topic, Template with { Requester = Address("support@example.com"), Form = "7" }, await world.RequestAsync(), "");
        Assert.Equal((Address("support@example.com"), Address("seller@example.com"), "7"), (draft.Requester, draft.Copy!.Value, draft.Form));
    }
}
