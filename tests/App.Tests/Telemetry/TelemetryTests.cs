using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using App.Tests.Advance;
using Approvals.App.Telemetry;
using Approvals.Core.Requests;
using Xunit;

namespace App.Tests.Telemetry;

/// <summary>What the product tells of itself: enough to follow one request, and nobody's name.</summary>
public sealed class TelemetryTests : IDisposable
{
    private readonly ConcurrentQueue<Activity> spans = new();
    private readonly ConcurrentQueue<(string Name, long Value, string Tags)> numbers = new();
    private readonly ActivityListener listener;
    private readonly MeterListener meters = new();
    private readonly Outside outside = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public TelemetryTests()
    {
        listener = new ActivityListener { ShouldListenTo = source => source.Name == Spans.Source, Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData, ActivityStopped = spans.Enqueue };
        ActivitySource.AddActivityListener(listener);
        meters.InstrumentPublished = (instrument, me) =>
        {
            if (instrument.Meter.Name == Spans.Source)
            {
                me.EnableMeasurementEvents(instrument);
            }
        };
        meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            var text = new List<string>();
            foreach (var tag in tags)
            {
                text.Add($"{tag.Key}={tag.Value}");
            }

            numbers.Enqueue((instrument.Name, value, string.Join(' ', text)));
        });
        meters.Start();
    }

    public void Dispose()
    {
        meters.Dispose();
        listener.Dispose();
    }

    [Fact]
    public async Task What_follows_a_command_belongs_to_its_trace()
    {
        var server = outside.Boot();
        var id = await server.SubmitAsync(5);
        await server.WorkAsync();
        var mine = Of(id);
        Assert.Equal(["approvals.decide", "approvals.effect", "approvals.advance"], mine.Select(span => span.OperationName));
        Assert.Single(mine.Select(span => span.TraceId).Distinct());
        Assert.Equal(["accepted", "mailed", "waiting"], mine.Select(span => span.GetTagItem("approvals.outcome")));
    }

    [Fact]
    public async Task Where_the_host_traces_its_own_wakes_the_command_is_linked()
    {
        var server = outside.Boot();
        var id = await server.SubmitAsync(5);
        using var host = new Activity("host").Start();
        await server.WorkAsync();
        var advance = Of(id).Single(span => span.OperationName == "approvals.advance");
        Assert.Equal(host.TraceId, advance.TraceId);
        Assert.Equal(Of(id).Single(span => span.OperationName == "approvals.decide").TraceId, Assert.Single(advance.Links).Context.TraceId);
    }

    [Fact]
    public async Task A_failing_effect_is_counted_and_shown_without_its_words()
    {
        var server = outside.Boot();
        server.Faults.Next = (port, _) => port == "mailer" ? Fault.Refused : Fault.None;
        var id = await server.SubmitAsync(5);
        await server.WorkAsync();
        var effect = Of(id).Single(span => span.OperationName == "approvals.effect");
        Assert.Equal(("failed", ActivityStatusCode.Error), (effect.GetTagItem("approvals.outcome"), effect.Status));
        Assert.Null(effect.StatusDescription);
        Assert.Contains(numbers, number => number is ("approvals.effect.failures", 1, "approvals.kind=mail-approval-requested"));
        foreach (var _ in ServerProcess.Retries.Waits)
        {
            outside.Clock.Advance(TimeSpan.FromHours(1));
            await server.SweepAsync();
        }

        Assert.Contains(numbers, number => number is ("approvals.effect.abandoned", 1, "approvals.kind=mail-approval-requested"));
    }

    [Fact]
    public async Task Nothing_names_a_person_or_what_they_wrote()
    {
        var server = outside.Boot();
        var id = await server.SubmitAsync(5);
        await server.WorkAsync();
        await server.DoAsync(Organisation.Ann, id, Say.Comment("Whispered"));
        await server.ApproveAsync(Organisation.Bo, id, 1);
        await server.DoAsync(Organisation.Max, id, Say.Recall());
        await server.WorkAsync();
        var told = Of(id).SelectMany(span => span.TagObjects.Select(tag => $"{tag.Value}").Append(span.DisplayName).Append($"{span.StatusDescription}")).Concat(numbers.Select(number => number.Tags));
        Assert.All(told, text => Assert.DoesNotMatch("@|Acme|Whispered|ann|bo\\b", text));
    }

    [Fact]
    public async Task What_waits_is_counted_by_topic_and_age()
    {
        var server = outside.Boot();
        var old = await server.SubmitAsync(5);
        outside.Clock.Advance(TimeSpan.FromDays(2));
        await server.SubmitAsync(5);
        await server.SubmitAsync(6);
        var pending = new PendingRequests(outside.Store, outside.Clock);
        await pending.CountAsync(Ct);
        meters.RecordObservableInstruments();
        Assert.Contains(numbers, number => number is ("approvals.pending", 2, "approvals.topic=terms approvals.age=under-1-day"));
        Assert.Contains(numbers, number => number is ("approvals.pending", 1, "approvals.topic=terms approvals.age=1-to-3-days"));

        await server.DoAsync(Organisation.Ann, old, Say.Cancel());
        await pending.CountAsync(Ct);
        meters.RecordObservableInstruments();
        Assert.Contains(numbers, number => number is ("approvals.pending", 0, "approvals.topic=terms approvals.age=1-to-3-days"));
    }

    private List<Activity> Of(RequestId id) => [.. spans.Where(span => (string?)span.GetTagItem("approvals.request") == id.Value)];
}
