using System.Collections.Frozen;
using System.Text.Json.Nodes;

namespace Approvals.Core.Audit;

/// <summary>Lifts the data of old events, one version at a time, as they are read. The stored bytes stay as they are.</summary>
internal sealed class Upcasters(IReadOnlyDictionary<(string Name, int From), Func<JsonObject, JsonObject>> steps)
{
    /// <summary>A row for each version that was ever left behind: <c>[("step-approved", 1)] = data => …</c>.</summary>
    public static Upcasters Known { get; } = new(FrozenDictionary<(string, int), Func<JsonObject, JsonObject>>.Empty);

    /// <summary>Null when a step of the way is not known.</summary>
    public JsonObject? Lift(string name, int from, int to, JsonObject data)
    {
        for (var version = from; version < to; version++)
        {
            if (!steps.TryGetValue((name, version), out var step))
            {
                return null;
            }

            data = step(data);
        }

        return data;
    }
}
