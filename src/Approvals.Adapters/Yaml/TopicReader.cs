using System.Text.RegularExpressions;
using Approvals.Core.Catalogue;

namespace Approvals.Adapters.Yaml;

/// <summary>Reads a topic from its whole source: the file, with shared fields and default texts filled in (see <see cref="TopicSource"/>).</summary>
internal sealed partial class TopicReader(Organisation? organisation, Problems problems)
{
    private static readonly string[] RequestKeys = ["chain", "policy", "requestTitle", "fields"];
    private static readonly Dictionary<string, TopicKind> Kinds = Enum.GetValues<TopicKind>().ToDictionary(kind => kind.ToString().ToLowerInvariant());

    public Topic Read(Node.Map source, int version)
    {
        var reader = new MapReader(source, problems);
        var fields = FieldReader.Read(reader.Entries("fields"), problems);
        var byName = fields.ToDictionary(field => field.Name);
        var conditions = new ConditionReader(byName, problems);
        var texts = new TemplateReader(byName.Keys.Concat(PlaceholderNames.All.Keys), problems);
        var tickets = new TicketReader(byName, conditions, texts, isCurrent: organisation is not null, problems);
        var kind = reader.Word("kind", Kinds, TopicKind.Request);
        var businessDay = BusinessTime.Read(reader, "businessDay", TimeSpan.FromHours(8)) ?? TimeSpan.FromHours(8);
        var chain = reader.Take("chain") is { } node ? new ChainReader(byName, organisation, businessDay, problems).Read(MapReader.Of(node, problems)) : ChainPolicy.None;
        var steps = chain.Steps.Select(step => step.Id).ToList();
        var topic = new Topic
        {
            Id = Id(reader),
            Kind = kind,
            Title = reader.Needed("title"),
            Summary = reader.Needed("summary"),
            Version = version,
            Guidance = reader.Text("guidance") ?? "",
            Links = LinkReader.Read(reader),
            Keywords = [.. reader.Texts("keywords").Select(word => word.Text)],
            RequestTitle = new TemplateReader(byName.Keys, problems).Text(reader, "requestTitle") ?? "",
            Fields = fields,
            Checks = [.. reader.List("checks").Select(check => Check(MapReader.Of(check, problems), byName, conditions, steps))],
            Refusals = [.. reader.Entries("refusals").Select(entry => Refusal(entry, conditions, steps))],
            Chain = chain,
            Policy = reader.Take("policy") is { } policy ? Policy(MapReader.Of(policy, problems), byName, conditions) : new TopicPolicy(),
            Mails = MailReader.Read(reader, texts),
            Tickets = [.. reader.Entries("tickets").Select(tickets.Read)],
        };
        reader.Take("kind");
        reader.Done();
        MustHave(topic, source);
        return topic;
    }

    private static string Id(MapReader reader)
    {
        var id = reader.Needed("id");
        if (id.Length > 0 && !Name().IsMatch(id))
        {
            reader.Problems.Add(reader.Take("id")!, $"'{id}' is not an id of a topic: small letters, digits and hyphens, at most 60.");
        }

        return id;
    }

    private FormCheck Check(MapReader reader, Dictionary<string, FieldSpec> fields, ConditionReader conditions, IReadOnlyCollection<string> steps)
    {
        var field = reader.Needed("field");
        if (field.Length > 0 && !fields.ContainsKey(field))
        {
            problems.Add(reader.Take("field")!, $"There is no field '{field}'.{Nearest.Hint(field, fields.Keys)}");
        }

        var check = new FormCheck(field, When(reader, conditions, steps), reader.Needed("say"));
        reader.Done();
        return check;
    }

    private RefusalRule Refusal(Node.Entry entry, ConditionReader conditions, IReadOnlyCollection<string> steps)
    {
        var reader = MapReader.Of(entry.Value, problems);
        if (!Name().IsMatch(entry.Key))
        {
            problems.Add(entry.Value.File, entry.Line, $"'{entry.Key}' is not an id of a rule: small letters, digits and hyphens.");
        }

        var rule = new RefusalRule(entry.Key, When(reader, conditions, steps), reader.Needed("guidance"), LinkReader.Read(reader));
        reader.Done();
        return rule;
    }

    private static Condition When(MapReader reader, ConditionReader conditions, IReadOnlyCollection<string> steps)
    {
        if (reader.Take("when") is { } when)
        {
            return conditions.Read(when, steps);
        }

        reader.Needed("when");
        return Condition.Always;
    }

    private TopicPolicy Policy(MapReader reader, Dictionary<string, FieldSpec> fields, ConditionReader conditions)
    {
        var relevant = reader.Texts("relevantFields");
        foreach (var unknown in relevant.Where(name => !fields.ContainsKey(name.Text)))
        {
            problems.Add(unknown, $"There is no field '{unknown.Text}'.{Nearest.Hint(unknown.Text, fields.Keys)}");
        }

        var policy = new TopicPolicy
        {
            RelevantFields = [.. relevant.Select(name => name.Text)],
            RejectNeedsComment = reader.Flag("rejectNeedsComment", true),
            ReturnNeedsComment = reader.Flag("returnNeedsComment", true),
            NudgeEvery = TimeSpan.FromHours(reader.Integer("nudgeEveryHours", 1) ?? 4),
            DecisionsByMail = reader.Take("decisionsByMail") switch
            {
                null or Node.Scalar { Text: "false" } => null,
                Node.Scalar { Text: "true" } => Condition.Always,
                var condition => conditions.Read(condition),
            },
        };
        reader.Done();
        return policy;
    }

    private void MustHave(Topic topic, Node.Map source)
    {
        if (topic.Kind != TopicKind.Request)
        {
            return;
        }

        foreach (var key in RequestKeys.Where(key => source.Find(key) is null))
        {
            problems.Add(source, $"A topic of kind request needs '{key}'. Add it.");
        }

        if (topic.Policy.RelevantFields.IsEmpty && source.Find("policy") is { } policy)
        {
            problems.Add(policy, "'relevantFields' is empty, so an approval would be bound to nothing. Name the fields that approvers approve.");
        }
    }

    [GeneratedRegex("^[a-z][a-z0-9-]{0,59}$")]
    private static partial Regex Name();
}
