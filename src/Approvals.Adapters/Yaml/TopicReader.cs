using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Approvals.Core.Catalogue;

namespace Approvals.Adapters.Yaml;

/// <summary>Reads a topic from its whole source: the file, with shared fields and default texts filled in (see <see cref="TopicSource"/>).</summary>
internal sealed partial class TopicReader(Organisation? organisation, Problems problems)
{
    private static readonly Dictionary<string, TopicKind> Kinds = Words.Of<TopicKind>();
    private static readonly Dictionary<string, bool> Audiences = new() { ["everyone"] = false, ["internal"] = true };

    public Topic Read(Node.Map source, int version)
    {
        var reader = new MapReader(source, problems);
        var plain = FieldReader.Read(reader.Entries("fields"), problems);
        var byName = plain.ToDictionary(field => field.Spec.Name, field => field.Spec);
        var conditions = new ConditionReader(byName, organisation?.Roles.Keys.ToList() ?? [], problems);
        var quarters = QuartersReader.Read(reader.Entries("quarters"), problems);
        var values = new ValueReader(byName, conditions, new FormulaReader(byName, quarters, problems), problems).Read(reader);
        var fields = FieldReader.Finish(plain, values, conditions);
        var names = new TemplateReader(byName.Keys, problems);
        var texts = new TemplateReader(byName.Keys.Concat(PlaceholderNames.All.Keys), problems);
        var tickets = new TicketReader(byName, conditions, texts, isCurrent: organisation is not null, problems);
        var onward = new OnwardReader(byName, problems);
        var kind = reader.Word("kind", Kinds, TopicKind.Request);
        var businessDay = BusinessTime.Read(reader, "businessDay", TimeSpan.FromHours(8)) ?? TimeSpan.FromHours(8);
        var chain = reader.Take("chain") is { } node ? new ChainReader(byName, conditions, organisation, businessDay, problems).Read(MapReader.Of(node, problems)) : ChainPolicy.None;
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
            InternalOnly = reader.Word("audience", Audiences, false),
            Related = [.. reader.Texts("related").Select(topic => topic.Text)],
            RequestTitle = names.Text(reader, "requestTitle") ?? "",
            Fields = fields,
            Values = values,
            Checks = [.. reader.List("checks").Select(check => Check(MapReader.Of(check, problems), byName, conditions, steps))],
            Refusals = [.. reader.Entries("refusals").Select(entry => Refusal(entry, conditions, names, onward, steps))],
            Unique = [.. reader.Entries("unique").Select(entry => Unique(entry, byName, conditions, names, onward))],
            Check = reader.Take("check") is { } check ? new CheckReader(conditions, names, onward, problems).Read(MapReader.Of(check, problems)) : CheckPolicy.None,
            Chain = chain,
            Policy = reader.Take("policy") is { } policy ? Policy(MapReader.Of(policy, problems), fields.ToDictionary(field => field.Name), conditions) : new TopicPolicy(),
            Mails = MailReader.Read(reader, texts),
            Tickets = [.. reader.Entries("tickets").Select(tickets.Read)],
        };
        reader.Take("kind");
        reader.Done();
        TopicParts.Check(topic, source, problems);
        return topic;
    }

    private static string Id(MapReader reader)
    {
        var id = reader.Needed("id");
        if (id.Length > 0 && !IsId(id))
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

    private RefusalRule Refusal(Node.Entry entry, ConditionReader conditions, TemplateReader texts, OnwardReader onward, IReadOnlyCollection<string> steps)
    {
        var reader = Rule(entry);
        var rule = new RefusalRule(entry.Key, When(reader, conditions, steps), texts.Read(reader, "guidance"), LinkReader.Read(reader), onward.Read(reader));
        reader.Done();
        return rule;
    }

    private UniqueRule Unique(Node.Entry entry, Dictionary<string, FieldSpec> fields, ConditionReader conditions, TemplateReader texts, OnwardReader onward)
    {
        var reader = Rule(entry);
        var key = Names(reader, "key", fields);
        if (key.IsEmpty)
        {
            problems.Add(reader.Map, "'key' is missing: the fields that no two approved requests may agree in. Name them.");
        }

        var when = reader.Take("when") is { } node ? conditions.Read(node) : null;
        var rule = new UniqueRule(entry.Key, key, when, texts.Read(reader, "guidance"), LinkReader.Read(reader), onward.Read(reader));
        reader.Done();
        return rule;
    }

    private MapReader Rule(Node.Entry entry)
    {
        if (!IsId(entry.Key))
        {
            problems.Add(entry.Value.File, entry.Line, $"'{entry.Key}' is not an id of a rule: small letters, digits and hyphens.");
        }

        return MapReader.Of(entry.Value, problems);
    }

    private ImmutableArray<string> Names(MapReader reader, string key, Dictionary<string, FieldSpec> fields)
    {
        var names = reader.Texts(key);
        foreach (var unknown in names.Where(name => !fields.ContainsKey(name.Text)))
        {
            problems.Add(unknown, $"There is no field '{unknown.Text}'.{Nearest.Hint(unknown.Text, fields.Keys)}");
        }

        return [.. names.Select(name => name.Text)];
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
        var policy = new TopicPolicy
        {
            RelevantFields = Names(reader, "relevantFields", fields),
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

    public static bool IsId(string text) => Name().IsMatch(text);

    [GeneratedRegex("^[a-z][a-z0-9-]{0,59}$")]
    private static partial Regex Name();
}
