using System.Collections.Immutable;
using Approvals.Core.Catalogue;

namespace Approvals.Adapters.Yaml;

/// <summary>Reads how a check judges: <c>rules</c>, <c>steps</c> or a <c>checklist</c>.</summary>
internal sealed class CheckReader(ConditionReader conditions, TemplateReader texts, OnwardReader onward, Problems problems)
{
    private const string Otherwise = "otherwise";
    private static readonly string[] Shapes = ["rules", "steps", "checklist"];
    private static readonly Dictionary<string, Verdict> Verdicts = Words.Of<Verdict>();
    private static readonly Dictionary<string, HitPolicy> Policies = Words.Of<HitPolicy>();
    private readonly HashSet<string> ids = new(StringComparer.Ordinal);

    public CheckPolicy Read(MapReader reader)
    {
        var kinds = Shapes.Where(key => reader.Take(key) is not null).ToList();
        if (kinds is not [var kind])
        {
            problems.Add(reader.Map, "A check has either 'rules', 'steps' or a 'checklist'. Give it one of them.");
            return CheckPolicy.None;
        }

        var policy = kind switch
        {
            "rules" => new CheckPolicy(CheckMode.Single, [Table("", "", null, reader, otherwise: null)], null, null),
            "steps" => new CheckPolicy(CheckMode.Steps, [.. reader.Entries(kind).Select(Step)], Said(reader, "passed", Verdict.Yes), null),
            _ => new CheckPolicy(CheckMode.Checklist, [.. reader.Entries(kind).Select(Item)], Said(reader, "passed", Verdict.Yes), Said(reader, "missing", Verdict.No)),
        };
        reader.Done();
        if (policy.Parts.IsEmpty)
        {
            problems.Add(reader.Map, $"'{kind}' is empty. Add to it.");
        }

        return policy;
    }

    private CheckPart Step(Node.Entry entry)
    {
        var reader = MapReader.Of(entry.Value, problems);
        var part = Table(entry.Key, reader.Needed("title"), Optional(reader), reader, otherwise: null);
        reader.Done();
        return part;
    }

    // An item of a checklist is a table of one rule: it lets pass when the item is met.
    private CheckPart Item(Node.Entry entry)
    {
        var reader = MapReader.Of(entry.Value, problems);
        var title = reader.Needed("title");
        var met = new CheckRule { Id = entry.Key, When = When(reader, "met"), Verdict = Verdict.Yes, Say = Plain(title), Guidance = Plain("") };
        var part = new CheckPart(Id(entry), title, Optional(reader), HitPolicy.First, [met], Rule($"no-{entry.Key}", Condition.Always, reader, Verdict.No));
        reader.Done();
        return part;
    }

    private CheckPart Table(string id, string title, Condition? when, MapReader reader, CheckRule? otherwise)
    {
        var rules = reader.Entries("rules").Select(entry =>
        {
            var rule = MapReader.Of(entry.Value, problems);
            var read = Rule(Id(entry), When(rule, "when"), rule, null);
            rule.Done();
            return read;
        }).ToImmutableArray();
        if (rules.IsEmpty)
        {
            problems.Add(reader.Map, "There are no 'rules'. Add at least one.");
        }

        if (reader.Take(Otherwise) is { } rest)
        {
            var said = MapReader.Of(rest, problems);
            otherwise = Rule(id.Length == 0 ? Otherwise : $"{id}-{Otherwise}", Condition.Always, said, null);
            said.Done();
        }
        else
        {
            problems.Add(reader.Map, "'otherwise' is missing: what is said when no rule holds. Add it with 'verdict' and 'say'.");
        }

        return new CheckPart(id, title, when, reader.Word("hitPolicy", Policies, HitPolicy.First), rules, otherwise ?? new CheckRule { Id = Otherwise, When = Condition.Always, Verdict = Verdict.No, Say = Plain(""), Guidance = Plain("") });
    }

    private CheckRule? Said(MapReader reader, string key, Verdict verdict)
    {
        if (reader.Take(key) is not { } node)
        {
            reader.Needed(key);
            return null;
        }

        var said = MapReader.Of(node, problems);
        var rule = Rule(key, Condition.Always, said, verdict);
        said.Done();
        return rule;
    }

    /// <param name="verdict">Null: it is written in the rule.</param>
    private CheckRule Rule(string id, Condition when, MapReader reader, Verdict? verdict)
    {
        if (verdict is null)
        {
            reader.Needed("verdict");
        }

        return new CheckRule
        {
            Id = id,
            When = when,
            Verdict = verdict ?? reader.Word("verdict", Verdicts, Verdict.No),
            Say = texts.Read(reader, "say"),
            Guidance = texts.Text(reader, "guidance") is { } guidance && Template.TryParse(guidance, out var template, out _) ? template : Plain(""),
            Links = LinkReader.Read(reader),
            Next = onward.Read(reader),
        };
    }

    private Condition? Optional(MapReader reader) => reader.Take("when") is { } node ? conditions.Read(node) : null;

    private Condition When(MapReader reader, string key)
    {
        if (reader.Take(key) is { } node)
        {
            return conditions.Read(node);
        }

        reader.Needed(key);
        return Condition.Always;
    }

    private string Id(Node.Entry entry)
    {
        if (!TopicReader.IsId(entry.Key))
        {
            problems.Add(entry.Value.File, entry.Line, $"'{entry.Key}' is not an id of a rule: small letters, digits and hyphens.");
        }
        else if (!ids.Add(entry.Key) || entry.Key is Otherwise or "passed" or "missing")
        {
            problems.Add(entry.Value.File, entry.Line, $"The id '{entry.Key}' is in use in this check. Name the rule otherwise.");
        }

        return entry.Key;
    }

    private static Template Plain(string text) => Template.TryParse(text, out var template, out _) ? template : Template.Parse("");
}
