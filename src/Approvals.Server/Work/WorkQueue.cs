using System.Threading.Channels;
using Approvals.App.Ports;
using Approvals.Core.Requests;

namespace Approvals.Server.Work;

/// <summary>
/// Requests to look at: each at most once in the queue, and one worker at a time for each. A wake that comes while a request is worked on
/// puts it back. When the queue is full a wake is lost, and the sweep finds the request by its due time.
/// </summary>
internal sealed class WorkQueue : IWake
{
    private readonly System.Threading.Channels.Channel<RequestId> channel;
    private readonly Dictionary<RequestId, Place> places = [];
    private readonly Lock gate = new();
    private TaskCompletionSource idle = Idle();

    private enum Place { Queued, Running, RunningAndWoken }

    public WorkQueue(int capacity = 50_000)
    {
        channel = System.Threading.Channels.Channel.CreateBounded<RequestId>(capacity);
        idle.SetResult();
    }

    public ChannelReader<RequestId> Reader => channel.Reader;

    /// <summary>Completes when nothing is queued or running.</summary>
    public Task IdleAsync(CancellationToken ct)
    {
        lock (gate)
        {
            return idle.Task.WaitAsync(ct);
        }
    }

    public void Wake(RequestId id)
    {
        lock (gate)
        {
            if (places.TryGetValue(id, out var place))
            {
                places[id] = place == Place.Queued ? Place.Queued : Place.RunningAndWoken;
            }
            else
            {
                Enqueue(id);
            }
        }
    }

    public void Begin(RequestId id)
    {
        lock (gate)
        {
            places[id] = Place.Running;
        }
    }

    public void End(RequestId id)
    {
        lock (gate)
        {
            var again = places.Remove(id, out var place) && place == Place.RunningAndWoken;
            if (again)
            {
                Enqueue(id);
            }

            if (places.Count == 0)
            {
                idle.TrySetResult();
            }
        }
    }

    private void Enqueue(RequestId id)
    {
        if (channel.Writer.TryWrite(id))
        {
            places[id] = Place.Queued;
            if (idle.Task.IsCompleted)
            {
                idle = Idle();
            }
        }
    }

    private static TaskCompletionSource Idle() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
