using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Approvals.Bench;

/// <summary>What was measured: lines of a table for people, the same numbers as JSON for machines.</summary>
internal sealed class Report(string scenario)
{
    private readonly JsonObject json = new()
    {
        ["scenario"] = scenario,
        ["atUtc"] = DateTimeOffset.UtcNow.ToString("O", CultureInfo.InvariantCulture),
        ["processors"] = Environment.ProcessorCount,
        ["runtime"] = Environment.Version.ToString(),
    };

    private readonly List<string> titles = [];

    public bool Failed { get; private set; }

    /// <summary>Begins a part of the table; in JSON it says how the numbers came about.</summary>
    public void Title(string text)
    {
        titles.Add(text);
        json["measured"] = new JsonArray([.. titles.Select(title => JsonValue.Create(title))]);
        Console.WriteLine($"\n{text}");
    }

    public void Add(string name, double value, string unit)
    {
        json[name] = Math.Round(value, 4);
        Console.WriteLine($"  {name,-44} {Text(value),14} {unit}");
    }

    /// <summary>A number with the one it should reach.</summary>
    public void Goal(string name, double value, string unit, bool met, string goal)
    {
        json[name] = Math.Round(value, 4);
        json[$"{name}: goal met"] = met;
        Console.WriteLine($"  {name,-44} {Text(value),14} {unit}   goal {goal}: {(met ? "met" : "MISSED")}");
    }

    public void Check(string what, bool holds, string found)
    {
        Failed |= !holds;
        json[$"check: {what}"] = holds;
        Console.WriteLine($"  {(holds ? "ok  " : "FAIL")} {what} ({found})");
    }

    public void WriteTo(string? file)
    {
        if (file is not null)
        {
            File.WriteAllText(file, json.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n");
        }
    }

    private static string Text(double value) => value.ToString(Math.Abs(value) < 10 ? "n3" : Math.Abs(value) < 1000 ? "n1" : "n0", CultureInfo.InvariantCulture);
}
