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
            .Concat(topic.Unique.Select(unique => unique.When))
            .Concat(topic.Values.SelectMany(value => Of(value.Formula)))
            .Concat(topic.Check.Parts.SelectMany(part => part.Rules.Select(rule => rule.When).Append(part.When!)))
            .Append(topic.Policy.DecisionsByMail)
            .OfType<Condition>();

    /// <summary>The rows of a value.</summary>
    public static IEnumerable<Condition> Of(Formula formula) => formula switch
    {
        Formula.First first => first.Rows.Select(row => row.When),
        Formula.Collect collect => collect.Rows.Select(row => row.When),
        _ => [],
    };
}
