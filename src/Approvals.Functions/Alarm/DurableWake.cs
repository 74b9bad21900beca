using System.Collections.Concurrent;
using Approvals.App.Ports;
using Approvals.Core.Requests;
using DurableTask.Core.Exceptions;
using Grpc.Core;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Approvals.Functions.Alarm;

/// <summary>
/// Nudges the orchestration of a request, or starts it. A function collects whom its work wakes and sends the nudges before it ends: the client that it takes is bound to each invocation.
/// A nudge that can not be sent is let go: what is due stands in the store, and the sweep finds it.
/// </summary>
internal sealed class DurableWake(ILogger<DurableWake> log) : IWake
{
    private const int AtOnce = 16;
    private readonly AsyncLocal<ConcurrentDictionary<RequestId, bool>?> collected = new();

    /// <summary>From here on, in this flow of calls. The value: whether the request is new, so that nothing can wait for it yet.</summary>
    public ConcurrentDictionary<RequestId, bool> Collect() => collected.Value = new();

    public void Wake(RequestId id) => Add(id, isNew: false);

    public void WakeNew(RequestId id) => Add(id, isNew: true);

    private void Add(RequestId id, bool isNew)
    {
        if (collected.Value is { } woken)
        {
            woken.TryAdd(id, isNew);
        }
        else
        {
            log.WokenOutside(id);
        }
    }

    /// <summary>Does work of a function and nudges whom it wakes, also when it fails half-way.</summary>
    public async Task NudgeAsync(DurableTaskClient durable, Func<Task> work)
    {
        var woken = Collect();
        try
        {
            await work();
        }
        finally
        {
            await SendAsync(durable, woken);
        }
    }

    public Task SendAsync(DurableTaskClient durable, ConcurrentDictionary<RequestId, bool> woken) =>
        Parallel.ForEachAsync(woken, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (one, ct) =>
        {
            try
            {
                await (one.Value ? StartAsync(durable, one.Key, ct) : SendAsync(durable, one.Key, ct));
            }
            catch (Exception e)
            {
                log.NudgeFailed(e, one.Key);
            }
        });

    // Most requests that are woken are waited for already.
    private static async Task SendAsync(DurableTaskClient durable, RequestId id, CancellationToken ct)
    {
        try
        {
            await durable.RaiseEventAsync(id.Value, ApprovalOrchestrator.Nudge, cancellation: ct);
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.NotFound or StatusCode.FailedPrecondition or StatusCode.Unknown)
        {
            await StartAsync(durable, id, ct);
        }
    }

    private static async Task StartAsync(DurableTaskClient durable, RequestId id, CancellationToken ct)
    {
        try
        {
            await durable.ScheduleNewOrchestrationInstanceAsync(nameof(ApprovalOrchestrator), null, new Microsoft.DurableTask.StartOrchestrationOptions(id.Value), ct);
        }
        catch (Exception e) when (e is OrchestrationAlreadyExistsException or RpcException { StatusCode: StatusCode.AlreadyExists })
        {
            // Somebody else started it just now, and it looks at the request first of all.
        }
    }
}
