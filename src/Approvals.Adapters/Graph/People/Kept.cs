using System.Collections.Concurrent;
using Approvals.App.Ports;

namespace Approvals.Adapters.Graph.People;

/// <summary>
/// Remembers what was read. Fresh: it is used as it is. Older: it is read again, once for all who ask at that moment. When that fails, what was read within <paramref name="stale"/> still counts;
/// when there is nothing of it, <see cref="StoreUnavailableException"/>: whoever asks tries again, and nothing is decided on a guess.
/// </summary>
/// <param name="fresh">By what was read: an answer of nothing may be kept more shortly.</param>
/// <param name="stale">Since it was read.</param>
/// <param name="most">What is oldest is forgotten beyond this number.</param>
internal sealed class Kept<TKey, TValue>(Func<TValue, TimeSpan> fresh, TimeSpan stale, int most, TimeProvider clock, Action<GraphAwayException> onAway)
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, (TValue Value, DateTimeOffset ReadAtUtc)> known = new();
    private readonly ConcurrentDictionary<TKey, Lazy<Task<TValue>>> reading = new();

    public bool IsFresh(TKey key) => known.TryGetValue(key, out var kept) && clock.GetUtcNow() - kept.ReadAtUtc < fresh(kept.Value);

    public void Put(TKey key, TValue value)
    {
        known[key] = (value, clock.GetUtcNow());
        if (known.Count > most)
        {
            foreach (var old in known.OrderBy(kept => kept.Value.ReadAtUtc).Take((most / 10) + 1).Select(kept => kept.Key).ToList())
            {
                known.TryRemove(old, out _);
            }
        }
    }

    public async ValueTask<TValue> GetAsync(TKey key, Func<TKey, Task<TValue>> read, CancellationToken ct)
    {
        if (known.TryGetValue(key, out var kept) && clock.GetUtcNow() - kept.ReadAtUtc < fresh(kept.Value))
        {
            return kept.Value;
        }

        // Not cancelled by one who asks: others wait for the same answer.
        return await reading.GetOrAdd(key, _ => new Lazy<Task<TValue>>(() => ReadAsync(key, read))).Value.WaitAsync(ct);
    }

    private async Task<TValue> ReadAsync(TKey key, Func<TKey, Task<TValue>> read)
    {
        try
        {
            // Somebody else may have come to the end of the same reading a moment ago.
            if (known.TryGetValue(key, out var just) && clock.GetUtcNow() - just.ReadAtUtc < fresh(just.Value))
            {
                return just.Value;
            }

            var value = await read(key);
            Put(key, value);
            return value;
        }
        catch (GraphAwayException e)
        {
            onAway(e);
            return known.TryGetValue(key, out var kept) && clock.GetUtcNow() - kept.ReadAtUtc < stale
                ? kept.Value
                : throw new StoreUnavailableException("The directory can not be read now. Nothing was changed; try again in a moment.", e);
        }
        finally
        {
            reading.TryRemove(key, out _);
        }
    }
}
