using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Threading.Channels;
using Approvals.Core.Requests;

namespace Approvals.App.Streams;

/// <summary>
/// Says to open pages "look again": this process appended to a request, or changed an inbox. It carries nothing and may miss what other processes do;
/// whoever listens looks for themselves now and then.
/// </summary>
public sealed class ChangeFeed
{
    private readonly ConcurrentDictionary<string, ImmutableHashSet<ChangeListener>> listeners = new(StringComparer.Ordinal);

    /// <param name="topics">Of <see cref="Of(RequestId)"/> and <see cref="Lists.Inbox"/>.</param>
    public ChangeListener Listen(params IEnumerable<string> topics)
    {
        var listener = new ChangeListener(this, [.. topics.Distinct(StringComparer.Ordinal)]);
        foreach (var topic in listener.Topics)
        {
            listeners.AddOrUpdate(topic, _ => [listener], (_, others) => others.Add(listener));
        }

        return listener;
    }

    public static string Of(RequestId request) => request.Value;

    internal void Tell(RequestId request, ImmutableArray<Ports.IndexChange> lists)
    {
        if (listeners.IsEmpty)
        {
            return;
        }

        Tell(Of(request));
        foreach (var row in lists)
        {
            Tell(row.Partition);
        }
    }

    internal void Forget(ChangeListener listener)
    {
        foreach (var topic in listener.Topics)
        {
            // Removed only while it is empty still: somebody may have come meanwhile.
            if (listeners.AddOrUpdate(topic, _ => [], (_, others) => others.Remove(listener)).IsEmpty)
            {
                listeners.TryRemove(KeyValuePair.Create(topic, ImmutableHashSet<ChangeListener>.Empty));
            }
        }
    }

    private void Tell(string topic)
    {
        if (listeners.TryGetValue(topic, out var all))
        {
            foreach (var listener in all)
            {
                listener.Tell();
            }
        }
    }
}

/// <summary>One who listens. Many changes while they do something else are one.</summary>
public sealed class ChangeListener : IDisposable
{
    private readonly ChangeFeed feed;
    private readonly Channel<bool> told = System.Threading.Channels.Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    internal ChangeListener(ChangeFeed feed, ImmutableArray<string> topics)
    {
        this.feed = feed;
        Topics = topics;
    }

    internal ImmutableArray<string> Topics { get; }

    /// <summary>Returns when something changed, or after the time.</summary>
    public async Task WaitAsync(TimeSpan atMost, TimeProvider clock, CancellationToken ct)
    {
        using var enough = new CancellationTokenSource(atMost, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(enough.Token, ct);
        try
        {
            await told.Reader.ReadAsync(both.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // Long enough.
        }
    }

    public void Dispose() => feed.Forget(this);

    internal void Tell() => told.Writer.TryWrite(true);
}
