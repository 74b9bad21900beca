namespace Approvals.Adapters.Tickets;

/// <summary>Names that people use and the ids that a system wants, read now and then: ids do not change often, and every ticket needs several.</summary>
internal sealed class Named<T>(Func<string, CancellationToken, Task<T>> read, TimeProvider clock)
    where T : class
{
    private static readonly TimeSpan GoodFor = TimeSpan.FromMinutes(10);
    private const int Most = 1_000;
    private readonly Dictionary<string, (T Value, DateTimeOffset Until)> known = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    public async Task<T> OfAsync(string name, CancellationToken ct)
    {
        lock (gate)
        {
            if (known.TryGetValue(name, out var found) && found.Until > clock.GetUtcNow())
            {
                return found.Value;
            }
        }

        var value = await read(name, ct);
        lock (gate)
        {
            if (known.Count >= Most)
            {
                known.Clear();
            }

            known[name] = (value, clock.GetUtcNow() + GoodFor);
        }

        return value;
    }
}
