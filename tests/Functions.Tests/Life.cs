using System.Text.Json;
using Approvals.Functions.Alarm;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Protobuf;
using Microsoft.DurableTask.Worker.Grpc;

namespace Functions.Tests;

/// <summary>One orchestration as its host runs it: each step replays the whole history in the real SDK and keeps what the orchestrator asked for.</summary>
internal sealed class Life
{
    public const string Id = "43na0ecmj4rx0byv5ah3k6drgq";
    private readonly List<HistoryEvent> history = [];
    private DateTime now = new(2026, 11, 24, 9, 0, 0, DateTimeKind.Utc);

    /// <summary>What the orchestrator asked for in the last step.</summary>
    public IReadOnlyList<OrchestratorAction> Asked { get; private set; } = [];

    public int Looks { get; private set; }

    public CompleteOrchestrationAction? End => Asked.Select(action => action.CompleteOrchestration).SingleOrDefault(end => end is not null);

    public static Life Started()
    {
        var life = new Life();
        life.Step(new HistoryEvent
        {
            ExecutionStarted = new ExecutionStartedEvent
            {
                Name = nameof(ApprovalOrchestrator),
                OrchestrationInstance = new OrchestrationInstance { InstanceId = Id, ExecutionId = "1" },
            },
        });
        return life;
    }

    public DateTime At(int minutes) => now.AddMinutes(minutes);

    public Life Looked(Ring ring, bool nudgedMeanwhile = false)
    {
        var done = new HistoryEvent
        {
            TaskCompleted = new TaskCompletedEvent { TaskScheduledId = Last(e => e.TaskScheduled is not null), Result = JsonSerializer.Serialize(ring) },
        };
        return nudgedMeanwhile ? Step(Nudge(), done) : Step(done);
    }

    public Life LookFailed(string errorType) => Step(new HistoryEvent
    {
        TaskFailed = new TaskFailedEvent
        {
            TaskScheduledId = Last(e => e.TaskScheduled is not null),
            FailureDetails = new Microsoft.DurableTask.Protobuf.TaskFailureDetails { ErrorType = errorType, ErrorMessage = "no" },
        },
    });

    public Life Nudged() => Step(Nudge());

    public Life TimeCame()
    {
        var timer = history.Last(e => e.TimerCreated is not null);
        now = timer.TimerCreated.FireAt.ToDateTime();
        return Step(new HistoryEvent { TimerFired = new TimerFiredEvent { TimerId = timer.EventId, FireAt = timer.TimerCreated.FireAt } });
    }

    /// <summary>A history as the real host sent it, with the actions that the orchestrator of that time asked for next.</summary>
    public static IReadOnlyList<OrchestratorAction> Replay(string file) =>
        Run(string.Concat(File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Histories", file))));

    private Life Step(params HistoryEvent[] happened)
    {
        now = now.AddSeconds(1);
        var begun = new HistoryEvent { OrchestratorStarted = new OrchestratorStartedEvent() };
        HistoryEvent[] news = [begun, .. happened];
        foreach (var e in news)
        {
            // Numbers are the orchestrator's: of what it asked for. What happens has none.
            e.EventId = -1;
            e.Timestamp = Timestamp.FromDateTime(now);
        }

        var request = new OrchestratorRequest { InstanceId = Id, ExecutionId = "1" };
        request.PastEvents.Add(history);
        request.NewEvents.Add(news);
        Asked = Run(Convert.ToBase64String(request.ToByteArray()));
        history.AddRange(news);
        foreach (var action in End is null ? Asked : [])
        {
            Looks += action.ScheduleTask is null ? 0 : 1;
            history.Add(action switch
            {
                { ScheduleTask: { } task } => new HistoryEvent { EventId = action.Id, Timestamp = begun.Timestamp, TaskScheduled = new TaskScheduledEvent { Name = task.Name, Input = task.Input } },
                { CreateTimer: { } timer } => new HistoryEvent { EventId = action.Id, Timestamp = begun.Timestamp, TimerCreated = new TimerCreatedEvent { FireAt = timer.FireAt } },
                _ => throw new InvalidOperationException($"The orchestrator has no use for {action.OrchestratorActionTypeCase}."),
            });
        }

        history.Add(new HistoryEvent { EventId = -1, Timestamp = begun.Timestamp, OrchestratorCompleted = new OrchestratorCompletedEvent() });
        return this;
    }

    private static HistoryEvent Nudge() => new() { EventRaised = new EventRaisedEvent { Name = ApprovalOrchestrator.Nudge } };

    private int Last(Func<HistoryEvent, bool> which) => history.Last(which).EventId;

    private static RepeatedField<OrchestratorAction> Run(string request) =>
        OrchestratorResponse.Parser.ParseFrom(Convert.FromBase64String(GrpcOrchestrationRunner.LoadAndRun(request, new Orchestrator()))).Actions;

    private sealed class Orchestrator : ITaskOrchestrator
    {
        public System.Type InputType => typeof(object);
        public System.Type OutputType => typeof(object);

        public async Task<object?> RunAsync(TaskOrchestrationContext context, object? input)
        {
            await ApprovalOrchestrator.RunAsync(context);
            return null;
        }
    }
}
