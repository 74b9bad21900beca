using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Approvals.Adapters.Yaml;
using Xunit;

namespace Approvals.App.Tests.Catalogue;

/// <summary>Editors complete and check the files by JSON schemas. They say what the loader says.</summary>
public sealed partial class SchemaTests
{
    private const string Unknown = "zzz";

    // The loader takes these before it reads the rest: a field that takes another over, and what is no part of a topic's version. Quarters it puts there itself.
    private static readonly string[] TakenBefore = ["from", "foundBy", "exampleForm", "examples", "quarters"];
    private static readonly JsonSerializerOptions Written = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static TheoryData<string> Files() =>
        [.. Directory.EnumerateFiles(SampleCatalogue.Path, "*.yaml", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(SampleCatalogue.Path, file).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_file_names_its_schema_and_fits_it(string file)
    {
        var text = File.ReadAllText(Path.Combine(SampleCatalogue.Path, file));

        Assert.StartsWith($"# yaml-language-server: $schema={(file.StartsWith("topics/", StringComparison.Ordinal) ? "../schema/topic" : $"schema/{Path.GetFileNameWithoutExtension(file)}")}.json\n", text);
        Assert.Empty(SchemaOf(file).Errors(YamlJson.Read(text)));
    }

    [Theory]
    [InlineData("kind: request", "kind: requst")]
    [InlineData("summary: Days off", "sumary: Days off")]
    [InlineData("kind: integer, min: 1", "kind: integer, min: one")]
    [InlineData("outcome: expire", "outcome: explode")]
    [InlineData("limit: 2 business days", "limit: 2 days")]
    [InlineData("ask: [lead]", "asks: [lead]")]
    [InlineData("when: { days: 2..10 }", "when: {}")]
    [InlineData("relevantFields: [site, days, start]", "relevantFields: []")]
    [InlineData("https://example.com/leave", "javascript:alert(1)")]
    [InlineData("quorum: any", "quorum: 0")]
    public void What_is_wrong_does_not_fit(string from, string to)
    {
        var catalogue = new SmallCatalogue();
        Assert.Empty(SchemaOf(SmallCatalogue.Topic).Errors(YamlJson.Read(catalogue.Text(SmallCatalogue.Topic))));

        Assert.NotEmpty(SchemaOf(SmallCatalogue.Topic).Errors(YamlJson.Read(catalogue.Change(SmallCatalogue.Topic, from, to).Text(SmallCatalogue.Topic))));
    }

    // An unknown key goes into every place where only certain keys are known; the loader's errors list those that it knows there.
    [Fact]
    public void Schema_and_loader_know_the_same_keys_in_every_place()
    {
        var schemas = new Dictionary<string, JsonSchema>();
        var known = new Dictionary<JsonObject, HashSet<string>>();
        foreach (var file in Everything.Files)
        {
            var name = NameOf(file);
            schemas.TryAdd(name, SchemaOf(file));
            foreach (var (schema, keys) in KnownTo(file, schemas[name]))
            {
                known.TryAdd(schema, []);
                known[schema].UnionWith(keys);
            }
        }

        foreach (var schema in schemas.Values.SelectMany(schema => schema.AllClosed()).Where(schema => !JsonSchema.KeysOf(schema).SetEquals(["not"])))
        {
            Assert.True(known.ContainsKey(schema), $"No example has {schema.ToJsonString()}");
            var keys = JsonSchema.KeysOf(schema).Except(TakenBefore).Order(StringComparer.Ordinal);
            Assert.Equal(keys, known[schema].Except(TakenBefore).Order(StringComparer.Ordinal));
        }
    }

    private static List<(JsonObject Schema, string[] Keys)> KnownTo(string file, JsonSchema schema)
    {
        var catalogue = Everything.Catalogue();
        var content = YamlJson.Read(catalogue.Text(file));
        var places = schema.Closed(content).DistinctBy(place => place.Object).ToList();
        var examples = (content["examples"] as JsonArray)?.ToList() ?? [];
        var found = new List<(JsonObject, string[])>();

        // Examples are read only when everything else is right.
        foreach (var inExamples in new[] { false, true })
        {
            var chosen = places.Where(place => examples.Contains(place.Object) == inExamples).ToList();
            chosen.ForEach(place => place.Object.Insert(0, Unknown, 1));
            var text = content.ToJsonString(Written);
            var lines = text.Split('\n').Select((line, i) => (line, Number: i + 1)).Where(pair => pair.line.Contains($"\"{Unknown}\"", StringComparison.Ordinal)).Select(pair => pair.Number).ToList();
            chosen.ForEach(place => place.Object.Remove(Unknown));
            var told = Errors(catalogue.Put(file, text)).Where(error => error.File == file && error.What.Contains($"'{Unknown}'", StringComparison.Ordinal));
            var byLine = told.ToLookup(error => error.Line, error => Listed().Match(error.What).Groups["keys"].Value.Split(", "));
            found.AddRange(InOrder(content, [.. chosen.Select(place => place.Object)]).Zip(lines).SelectMany(pair => byLine[pair.Second].Select(keys => (chosen.First(place => place.Object == pair.First).Schema, keys))));
        }

        return found;
    }

    private static ImmutableArray<CatalogueError> Errors(SmallCatalogue catalogue)
    {
        try
        {
            catalogue.Load().Examples();
            return [];
        }
        catch (CatalogueException wrong)
        {
            return wrong.Errors;
        }
    }

    // As they are written: an object before what is in it.
    private static IEnumerable<JsonObject> InOrder(JsonNode? node, HashSet<JsonObject> chosen)
    {
        var inside = node switch
        {
            JsonObject map => map.SelectMany(pair => InOrder(pair.Value, chosen)),
            JsonArray list => list.SelectMany(item => InOrder(item, chosen)),
            _ => [],
        };
        return node is JsonObject own && chosen.Contains(own) ? inside.Prepend(own) : inside;
    }

    private static string NameOf(string file) => file.StartsWith("topics/", StringComparison.Ordinal) ? "topic" : Path.GetFileNameWithoutExtension(file);

    private static JsonSchema SchemaOf(string file) =>
        new(JsonNode.Parse(File.ReadAllText(Path.Combine(SampleCatalogue.Path, "schema", $"{NameOf(file)}.json")))!.AsObject());

    [GeneratedRegex(@"(?:Known|Weekdays|Mails): (?<keys>[^.]+)\.$")]
    private static partial Regex Listed();
}
