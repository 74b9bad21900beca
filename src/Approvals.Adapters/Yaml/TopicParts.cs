using Approvals.Core.Catalogue;

namespace Approvals.Adapters.Yaml;

/// <summary>Which parts a topic of each kind has, and which it can not have.</summary>
internal static class TopicParts
{
    private static readonly string[] OfRequests = ["chain", "policy", "requestTitle", "refusals", "unique", "mails", "tickets"];
    private static readonly string[] OfForms = ["fields", "values", "settings", "checks", "exampleForm"];
    private static readonly Dictionary<TopicKind, string[]> Needed = new()
    {
        [TopicKind.Request] = ["chain", "policy", "requestTitle", "fields"],
        [TopicKind.Check] = ["check", "fields"],
        [TopicKind.Guide] = ["guidance"],
    };

    private static readonly Dictionary<TopicKind, string[]> Foreign = new()
    {
        [TopicKind.Request] = ["check"],
        [TopicKind.Check] = OfRequests,
        [TopicKind.Guide] = [.. OfRequests, .. OfForms, "check"],
    };

    public static void Check(Topic topic, Node.Map source, Problems problems)
    {
        var kind = topic.Kind.ToString().ToLowerInvariant();
        foreach (var key in Needed[topic.Kind].Where(key => source.Find(key) is null))
        {
            problems.Add(source, $"A topic of kind {kind} needs '{key}'. Add it.");
        }

        foreach (var entry in source.Entries.Where(entry => Foreign[topic.Kind].Contains(entry.Key)))
        {
            problems.Add(entry.Value.File, entry.Line, $"A topic of kind {kind} has no '{entry.Key}'. Remove it or change the kind.");
        }

        if (topic.Kind == TopicKind.Request && topic.Policy.RelevantFields.IsEmpty && source.Find("policy") is { } policy)
        {
            problems.Add(policy, "'relevantFields' is empty, so an approval would be bound to nothing. Name the fields that approvers approve.");
        }
    }
}
