using System.Collections.Immutable;
using Approvals.Core.Catalogue;

namespace Approvals.Adapters.Yaml;

/// <summary>Reads where somebody can go on to: the id of a topic, or a map with <c>topic</c>, <c>say</c> and <c>fields</c>. Whether the topic is there is checked once all are read.</summary>
internal sealed class OnwardReader(IReadOnlyDictionary<string, FieldSpec> fields, Problems problems)
{
    public Onward? Read(MapReader owner)
    {
        switch (owner.Take("next"))
        {
            case null: return null;
            case Node.Scalar { Text.Length: > 0 } topic: return new Onward(topic.Text, null, ImmutableSortedDictionary<string, string>.Empty);
            case Node.Map map:
                var reader = new MapReader(map, problems);
                var carried = reader.Entries("fields").Select(entry => (Theirs: entry.Key, Ours: Ours(entry))).ToImmutableSortedDictionary(pair => pair.Theirs, pair => pair.Ours, StringComparer.Ordinal);
                var next = new Onward(reader.Needed("topic"), reader.Text("say"), carried);
                reader.Done();
                return next;
            case var other:
                problems.Add(other, "'next' is the id of a topic, or has 'topic', 'say' and 'fields'.");
                return null;
        }
    }

    private string Ours(Node.Entry entry)
    {
        var name = (entry.Value as Node.Scalar)?.Text ?? "";
        if (!fields.ContainsKey(name))
        {
            problems.Add(entry.Value, $"There is no field '{name}' to carry over.{Nearest.Hint(name, fields.Keys)}");
        }

        return name;
    }
}
