using System.Collections.Immutable;
using Approvals.Adapters.Yaml;
using Approvals.App.Ports;
using Approvals.Core.Catalogue;
using Approvals.Core.Effects;
using Xunit;

namespace Approvals.App.Tests.Catalogue;

/// <summary>The first good example of every request topic, from the form to the last mail.</summary>
public sealed class RequestRunTests
{
    private static readonly ImmutableArray<TopicExample> Examples =
        [.. SampleCatalogue.Folder.Examples().Where(example => example.Topic.Kind == TopicKind.Request && (example.Expected.Chain ?? example.Expected.ApprovedByPolicy as object) is not null)];

    public static TheoryData<string> Topics() => [.. Examples.Select(example => example.Topic.Id).Distinct()];

    [Theory]
    [MemberData(nameof(Topics))]
    public async Task Runs_from_the_form_to_the_ticket(string topic)
    {
        var example = Examples.First(example => example.Topic.Id == topic);
        var run = await RequestRun.OfAsync(example);

        Assert.Equal("completed", run.End.Status);
        Assert.Equal(example.Expected.Chain is { } chain ? chain.Sum(stage => stage.Split(" + ").Length) : 0, run.Approvers.Length);
        Assert.DoesNotContain(run.Request.Requester, run.Approvers);
        TicketsAreThoseOfTheFile(example.Topic, run);
        MailsAreThoseOfTheFile(example.Topic, run);
    }

    [Fact]
    public void Every_request_topic_says_which_tickets_follow() =>
        Assert.Empty(Examples.GroupBy(example => example.Topic.Id).Where(topic => topic.First().Expected.Tickets is null).Select(topic => topic.Key));

    private static void TicketsAreThoseOfTheFile(Topic topic, RequestRun run)
    {
        var ordered = run.Request.Policy.Tickets.Select(ticket => ticket.Template).ToList();
        Assert.Equal(ordered.Order(), run.Tickets.Select(ticket => ticket.Template).Order());
        Assert.Equal(ordered.Order(), run.Request.Tickets.Select(ticket => ticket.Template).Order());
        foreach (var ticket in run.Tickets)
        {
            var template = topic.Tickets.Single(template => template.Id == ticket.Template);
            Assert.Equal((template.Form, template.Queue, template.Requester ?? run.Request.Requester), (ticket.Form, ticket.Queue, ticket.Requester));
            Assert.Contains(ticket.Priority, TicketFit.Priorities);
            Assert.False(string.IsNullOrWhiteSpace(ticket.Category));
            Assert.Equal(Template.Parse(template.Category!).Names.IsEmpty ? template.Category : ticket.Category, ticket.Category);
            Assert.Equal(template.Fields.Keys, ticket.Fields.Keys);
            Assert.All([ticket.Subject, ticket.Body, ticket.Category ?? "", .. ticket.Fields.Values, .. ticket.Tags], IsFinished);
        }
    }

    private static void MailsAreThoseOfTheFile(Topic topic, RequestRun run)
    {
        var asked = run.Request.Steps.SelectMany(step => step.Assignments.Select(assignment => assignment.Assignee)).Order();
        var questions = run.Mails.Where(mail => mail.ReplyTo is not null).ToList();
        Assert.Equal(asked, questions.Select(mail => mail.To).Order());
        Assert.All(questions, mail => StartsAs(topic.Mails[MailKind.ApprovalRequested], mail));
        var told = Assert.Single(run.Mails, mail => mail.To == run.Request.Requester);
        StartsAs(topic.Mails[run.Tickets.IsEmpty ? MailKind.Approved : MailKind.TicketRaised], told);
        Assert.All(run.Request.Tickets, ticket => Assert.Contains(ticket.Key, told.Text, StringComparison.Ordinal));
        Assert.All(run.Mails, mail => Assert.All([mail.Subject, mail.Text, mail.Html], IsFinished));
    }

    private static void StartsAs(MailText text, OutgoingMail mail) => Assert.StartsWith(text.Subject[..text.Subject.IndexOf("{{", StringComparison.Ordinal)], mail.Subject, StringComparison.Ordinal);

    private static void IsFinished(string text)
    {
        Assert.DoesNotContain("{{", text, StringComparison.Ordinal);
        Assert.DoesNotContain("}}", text, StringComparison.Ordinal);
    }
}
