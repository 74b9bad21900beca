using System.Collections.Immutable;
using Approvals.Core.Catalogue;

namespace Approvals.Adapters.Yaml;

/// <summary>Reads ticket templates.</summary>
internal static class TicketReader
{
    public static TicketTemplate Read(Node.Entry entry, ConditionReader conditions, TemplateReader texts, Problems problems)
    {
        var reader = MapReader.Of(entry.Value, problems);
        var ticket = new TicketTemplate
        {
            Id = entry.Key,
            System = reader.Text("system"),
            When = reader.Take("when") is { } when ? conditions.Read(when) : null,
            AtOnce = reader.Flag("atOnce"),
            Subject = texts.Needed(reader, "subject"),
            Body = texts.Needed(reader, "body"),
            Priority = texts.Needed(reader, "priority"),
            Queue = texts.Text(reader, "queue"),
            Category = texts.Text(reader, "category"),
            Tags = [.. reader.Texts("tags").Select(tag => tag.Text)],
            Fields = reader.Entries("fields").Select(field => (field.Key, Text: (field.Value as Node.Scalar)?.Text ?? "")).ToImmutableSortedDictionary(pair => pair.Key, pair => pair.Text, StringComparer.Ordinal),
        };
        foreach (var field in reader.Entries("fields"))
        {
            if (field.Value is Node.Scalar { Text.Length: > 0 } scalar)
            {
                texts.Check(scalar, scalar.Text);
            }
            else
            {
                problems.Add(field.Value, $"The ticket field '{field.Key}' needs a text.");
            }
        }

        reader.Done();
        return ticket;
    }
}
