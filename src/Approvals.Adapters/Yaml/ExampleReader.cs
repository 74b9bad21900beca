using System.Collections.Immutable;
using System.Globalization;
using Approvals.Core.Catalogue;

namespace Approvals.Adapters.Yaml;

/// <summary>Reads <c>examples</c>: each is the topic's <c>exampleForm</c> with some fields changed (<c>with</c>) or left out (<c>without</c>).</summary>
internal static class ExampleReader
{
    private static readonly DateTimeOffset DefaultTime = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);
    private static readonly string[] Outcomes = ["chain", "approvedByPolicy", "refused", "invalid", "verdict"];

    public static IEnumerable<TopicExample> Read(Topic topic, Node.Map file, Problems problems)
    {
        var reader = new MapReader(file, problems);
        var form = reader.Entries("exampleForm");
        return [.. reader.List("examples").Select(node => One(topic, form, MapReader.Of(node, problems)))];
    }

    private static TopicExample One(Topic topic, ImmutableArray<Node.Entry> form, MapReader reader)
    {
        var without = reader.Texts("without").Select(name => name.Text).ToHashSet();
        var fields = ImmutableDictionary.CreateBuilder<string, FieldValue>();
        foreach (var entry in form.Where(entry => !without.Contains(entry.Key)).Concat(reader.Entries("with")))
        {
            if (Value(topic, entry, reader.Problems) is { } value)
            {
                fields[entry.Key] = value;
            }
        }

        var example = new TopicExample(topic, reader.Map.File, reader.Map.Line, reader.Needed("name"), Time(reader), reader.Text("requester"), fields.ToImmutable())
        {
            Expected = new ExpectedOutcome
            {
                Chain = List(reader, "chain"),
                Refused = List(reader, "refused"),
                Invalid = List(reader, "invalid"),
                Tickets = List(reader, "tickets"),
                ApprovedByPolicy = reader.Text("approvedByPolicy"),
                Verdict = reader.Text("verdict"),
                Rules = List(reader, "rules"),
                Says = reader.Text("says"),
                Next = reader.Text("next"),
            },
        };
        if (Outcomes.Count(key => reader.Take(key) is not null) != 1)
        {
            reader.Problems.Add(reader.Map, $"An example says what comes out in one way: one of {string.Join(", ", Outcomes)}.");
        }

        reader.Done();
        return example;
    }

    private static ImmutableArray<string>? List(MapReader reader, string key) =>
        reader.Take(key) is null ? null : [.. reader.Texts(key).Select(item => item.Text)];

    // A field that the topic does not have is kept, so that an example can show that it is refused.
    public static FieldValue? Value(Topic topic, Node.Entry entry, Problems problems) =>
        topic.Field(entry.Key) is { } spec ? FieldReader.Value(spec, entry.Value, problems)
        : entry.Value is Node.Scalar scalar ? new FieldValue.Text(scalar.Text)
        : null;

    private static DateTimeOffset Time(MapReader reader)
    {
        if (reader.Text("at") is not { } text)
        {
            return DefaultTime;
        }

        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time))
        {
            return time;
        }

        reader.Problems.Add(reader.Take("at")!, "'at' is a time like 2026-11-24T09:00:00Z.");
        return DefaultTime;
    }
}
