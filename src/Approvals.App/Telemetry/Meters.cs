using System.Diagnostics.Metrics;
using Approvals.Core.Effects;
using Approvals.Core.Requests;

namespace Approvals.App.Telemetry;

/// <summary>What the product counts. Topics and kinds, never people or requests.</summary>
internal static class Meters
{
    private static readonly Meter Meter = new(Spans.Source);

    private static readonly Counter<long> Commands = Meter.CreateCounter<long>("approvals.decisions", "{command}", "Commands that were decided, by topic, kind and outcome");
    private static readonly Counter<long> Failed = Meter.CreateCounter<long>("approvals.effect.failures", "{attempt}", "Attempts at mails and tickets that failed");
    private static readonly Counter<long> Abandoned = Meter.CreateCounter<long>("approvals.effect.abandoned", "{effect}", "Mails and tickets that were given up and wait for an administrator");

    public static void Decided(string? topic, Command command, string outcome)
    {
        if (Commands.Enabled)
        {
            Commands.Add(1, new("approvals.topic", topic), new("approvals.command", Kinds.Of(command)), new("approvals.outcome", outcome));
        }
    }

    public static void EffectFailed(Effect effect, bool isAbandoned)
    {
        Failed.Add(1, new KeyValuePair<string, object?>("approvals.kind", Kinds.Of(effect)));
        if (isAbandoned)
        {
            Abandoned.Add(1, new KeyValuePair<string, object?>("approvals.kind", Kinds.Of(effect)));
        }
    }

    /// <summary>How many requests wait, by topic and age; asked for when the numbers are collected.</summary>
    public static void Observe(Func<IEnumerable<Measurement<long>>> pending) =>
        Meter.CreateObservableGauge("approvals.pending", pending, "{request}", "Requests that wait for people, by topic and age");
}
