using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Approvals.Bench.Load;

/// <summary>A filled form of Forms/, who sends it, and who approves it in which order.</summary>
/// <param name="Mails">Mails that one complete approval must leave behind.</param>
internal sealed partial record Form(string Topic, string Requester, IReadOnlyList<string> Approvers, int Mails, JsonObject Fields)
{
    public static Form Read(string topic)
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Forms", $"{topic}.json"));
        var json = JsonNode.Parse(InDays().Replace(text, match => DateTime.UtcNow.AddDays(int.Parse(match.Groups[1].ValueSpan)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)))!;
        return new Form(
            (string)json["topic"]!, (string)json["requester"]!, [.. json["approvers"]!.AsArray().Select(mail => (string)mail!)], (int)json["mails"]!, json["fields"]!.AsObject());
    }

    /// <summary>The body of the submission, which is the same for every request.</summary>
    public byte[] ToBody() => Encoding.UTF8.GetBytes(new JsonObject { ["topic"] = Topic, ["fields"] = Fields.DeepClone() }.ToJsonString());

    [GeneratedRegex(@"\{in (\d+) days\}")]
    private static partial Regex InDays();
}
