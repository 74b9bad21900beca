using System.Globalization;
using Approvals.App.Ports;

namespace Approvals.Adapters.Memory;

internal sealed class MemoryNotes : INoteStore
{
    private readonly Lock gate = new();
    private readonly Dictionary<(string Area, string Name), Note> kept = [];
    private long writes;

    public Task<Note?> FindAsync(string area, string name, CancellationToken ct)
    {
        lock (gate)
        {
            return Task.FromResult(kept.GetValueOrDefault((area, name)));
        }
    }

    public Task PutAsync(string area, string name, ReadOnlyMemory<byte> value, CancellationToken ct)
    {
        lock (gate)
        {
            Write(area, name, value);
            return Task.CompletedTask;
        }
    }

    public Task<bool> TryPutAsync(string area, string name, ReadOnlyMemory<byte> value, Note? seen, CancellationToken ct)
    {
        lock (gate)
        {
            if (kept.GetValueOrDefault((area, name))?.Mark != seen?.Mark)
            {
                return Task.FromResult(false);
            }

            Write(area, name, value);
            return Task.FromResult(true);
        }
    }

    public Task<bool> TryRemoveAsync(string area, string name, Note seen, CancellationToken ct)
    {
        lock (gate)
        {
            return Task.FromResult(kept.GetValueOrDefault((area, name))?.Mark == seen.Mark && kept.Remove((area, name)));
        }
    }

    private void Write(string area, string name, ReadOnlyMemory<byte> value)
    {
        AppendLimits.CheckKey(area, "An area");
        AppendLimits.CheckKey(name, "A note's name");
        kept[(area, name)] = new Note(value.ToArray(), (++writes).ToString(CultureInfo.InvariantCulture));
    }
}
