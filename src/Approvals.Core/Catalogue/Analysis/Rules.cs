namespace Approvals.Core.Catalogue.Analysis;

/// <summary>Every condition of a topic.</summary>
internal static class Rules
{
    public static IEnumerable<Condition> Of(Topic topic) =>
        topic.Fields.SelectMany(field => new[] { field.VisibleWhen, field.RequiredWhen })
            .Concat(topic.Checks.Select(check => check.When))
            .Concat(topic.Refusals.Select(refusal => refusal.When))
            .Concat(topic.Chain.Tables.SelectMany(table => table.Rows.Select(row => row.When).Append(table.When!)))
            .Concat(topic.Tickets.Select(ticket => ticket.When))
            .Append(topic.Policy.DecisionsByMail)
            .OfType<Condition>();
}
