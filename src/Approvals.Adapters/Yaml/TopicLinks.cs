using System.Collections.Immutable;
using Approvals.Core.Catalogue;

namespace Approvals.Adapters.Yaml;

/// <summary>What topics say of each other: where one can go on to is there, and takes the fields that are carried.</summary>
internal static class TopicLinks
{
    public static void Check(ImmutableArray<(Topic Topic, Node.Map File)> topics, Organisation? organisation, Problems problems)
    {
        var byId = topics.Where(pair => pair.Topic.Id.Length > 0).DistinctBy(pair => pair.Topic.Id).ToDictionary(pair => pair.Topic.Id, pair => pair.Topic);
        foreach (var (topic, file) in topics)
        {
            foreach (var related in topic.Related)
            {
                Find(related, byId, Line(file, related), problems);
            }

            foreach (var next in Onwards(topic))
            {
                var target = Find(next.Topic, byId, Line(file, next.Topic), problems);
                foreach (var field in next.Fields.Keys.Where(name => target is not null && target.Field(name) is null))
                {
                    problems.Add(Line(file, field), $"The topic '{next.Topic}' has no field '{field}'.{Nearest.Hint(field, target!.Fields.Select(spec => spec.Name))}");
                }
            }

            if (topic.InternalOnly && organisation is { OwnDomains.IsEmpty: true })
            {
                problems.Add(file.Find("audience")!, "The topic is for people of the organisation only, but nothing says who they are. Add 'ownDomains', like [example.com], to people.yaml.");
            }
        }
    }

    private static IEnumerable<Onward> Onwards(Topic topic) =>
        topic.Check.Rules.Select(rule => rule.Next).Concat(topic.Refusals.Select(rule => rule.Next)).Concat(topic.Unique.Select(rule => rule.Next)).OfType<Onward>();

    private static Topic? Find(string id, Dictionary<string, Topic> topics, Node at, Problems problems)
    {
        if (topics.TryGetValue(id, out var topic))
        {
            return topic;
        }

        problems.Add(at, $"There is no topic '{id}'.{Nearest.Hint(id, topics.Keys)}");
        return null;
    }

    // Where the word stands: a value, a key, or in a list.
    private static Node Line(Node.Map file, string word) => Nodes(file).FirstOrDefault(node => node is Node.Scalar scalar && scalar.Text == word) ?? file;

    private static IEnumerable<Node> Nodes(Node node) => node switch
    {
        Node.Map map => map.Entries.SelectMany(entry => Nodes(entry.Value).Prepend(new Node.Scalar(map.File, entry.Line, entry.Key))),
        Node.List list => list.Items.SelectMany(Nodes),
        _ => [node],
    };
}
