using Approvals.Core.Requests;

namespace Approvals.Core.Audit;

/// <summary>How one kind of event is called and written. The name and the meaning of a version never change once an event was stored.</summary>
internal abstract class EventType(string name, int version)
{
    public string Name { get; } = name;

    /// <summary>What is written today; older ones are upcast on reading.</summary>
    public int Version { get; } = version;

    public string FullName { get; } = $"{name}.v{version}";

    public abstract Type Case { get; }

    public abstract void Write(JsonOut w, RequestEvent e);

    public abstract RequestEvent Read(JsonIn r, EventHeader h);
}

internal sealed class EventType<T>(string name, int version, Action<JsonOut, T> write, Func<JsonIn, T> read) : EventType(name, version)
    where T : RequestEvent
{
    public override Type Case => typeof(T);

    public override void Write(JsonOut w, RequestEvent e) => write(w, (T)e);

    public override RequestEvent Read(JsonIn r, EventHeader h) => read(r) with { At = h.At, By = h.By, CommandId = h.CommandId };
}
