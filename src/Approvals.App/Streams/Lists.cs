using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Approvals.App.Audit;
using Approvals.App.Ports;
using Approvals.Core.Audit;
using Approvals.Core.Catalogue;
using Approvals.Core.Effects;
using Approvals.Core.Requests;

namespace Approvals.App.Streams;

/// <summary>The lists a request stands in, as rows: all, by status, requester and topic (newest first), inboxes (longest waiting first), abandoned effects, changed by day.</summary>
public static class Lists
{
    public const string All = "all";
    public const string Abandoned = "abandoned";

    /// <summary>Mails that reached nobody, the newest first.</summary>
    public const string Undelivered = "undelivered";

    /// <summary>Tickets whose last attempt failed, by the name of the system that was ordered (null: the default), the longest waiting first.</summary>
    public static string Waiting(string? system) => $"waiting:{system ?? "-"}";

    /// <summary>Raised tickets that may still change in their system.</summary>
    public static string Watched(string system) => $"watched:{system}";

    public static string Status(string status) => $"status:{status}";
    public static string Requester(EmailAddress requester) => $"requester:{NameOf(requester)}";
    public static string Topic(string topic) => $"topic:{topic}";
    public static string Inbox(EmailAddress assignee) => $"inbox:{NameOf(assignee)}";

    /// <summary>Everybody who was ever asked to decide, each with one row: by their name the rest is found.</summary>
    public const string Asked = "asked";

    /// <summary>Requests that got events on this day (UTC), with the version and hash of the last: what the daily anchor is made from.</summary>
    public static string Changed(DateOnly day) => $"changed:{day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}";

    /// <summary>Rows of requests of one time lie together, so that many appends touch few pages of a disk.</summary>
    public static string ChangedKey(RequestId id, DateTimeOffset submittedAtUtc) => $"{submittedAtUtc.UtcTicks:d19}-{id}";

    public static string RequestOfChangedKey(string key) => key[^RequestId.Length..];

    /// <summary>The rows that differ between two states of a request.</summary>
    public static ImmutableArray<IndexChange> Changes(Loaded before, Loaded after, DateTimeOffset at)
    {
        var changes = ImmutableArray.CreateBuilder<IndexChange>();
        Differences(changes, SummaryRows(before), SummaryRows(after));
        Differences(changes, InboxRows(before), InboxRows(after));
        AddAsked(changes, before, after);
        Differences(changes, AbandonedRows(before), AbandonedRows(after));
        Differences(changes, UndeliveredRows(before), UndeliveredRows(after));
        Differences(changes, WaitingRows(before), WaitingRows(after));
        Differences(changes, WatchedRows(before), WatchedRows(after));
        changes.Add(ChangedOn(DateOnly.FromDateTime(at.UtcDateTime), after, after.Version, after.LastHash));
        return changes.ToImmutable();
    }

    /// <summary>Every row of a request, as if it had always been in these lists; the days on which it changed as far back as anchors are made.</summary>
    public static ImmutableArray<IndexChange> AllRows(Loaded loaded, ImmutableArray<StoredEvent> events)
    {
        var changes = ImmutableArray.CreateBuilder<IndexChange>();
        Differences(changes, [], SummaryRows(loaded));
        Differences(changes, [], InboxRows(loaded));
        AddAsked(changes, null, loaded);
        Differences(changes, [], AbandonedRows(loaded));
        Differences(changes, [], UndeliveredRows(loaded));
        Differences(changes, [], WaitingRows(loaded));
        Differences(changes, [], WatchedRows(loaded));
        var days = events.GroupBy(e => DateOnly.FromDateTime(EventJson.Read(e.Bytes.Span).At.UtcDateTime)).OrderBy(day => day.Key).TakeLast(AnchorJob.LookBackDays);
        changes.AddRange(days.Select(day => ChangedOn(day.Key, loaded, day.Last().Version, day.Last().Hash)));
        return changes.ToImmutable();
    }

    // Never taken back: other requests may wait for the same person.
    private static void AddAsked(ImmutableArray<IndexChange>.Builder changes, Loaded? before, Loaded after)
    {
        foreach (var person in Open(after).Except(before is null ? [] : Open(before)))
        {
            changes.Add(new IndexChange(Asked, NameOf(person), Encoding.UTF8.GetBytes(person.Value)));
        }

        static IEnumerable<EmailAddress> Open(Loaded loaded) => loaded.State is RequestState.Pending { Request: var r }
            ? r.Steps.Where(step => step.Status == StepStatus.Open).SelectMany(step => step.Assignments).Where(a => a.IsOpen).Select(a => a.Assignee)
            : [];
    }

    private static IndexChange ChangedOn(DateOnly day, Loaded request, long version, ReadOnlyMemory<byte> hash) => new(
        Changed(day),
        ChangedKey(request.Id, request.State.Facts!.SubmittedAtUtc),
        JsonSerializer.SerializeToUtf8Bytes(new ChangedRow(version, Convert.ToHexStringLower(hash.Span)), ListJson.Default.ChangedRow));

    private static void Differences<T>(ImmutableArray<IndexChange>.Builder changes, List<Row<T>> before, List<Row<T>> after)
        where T : notnull
    {
        foreach (var row in before)
        {
            if (!after.Exists(other => other.IsAt(row)))
            {
                changes.Add(new IndexChange(row.Partition, row.Key, null));
            }
        }

        byte[]? bytes = null;
        T? written = default;
        foreach (var row in after)
        {
            if (!before.Exists(other => other.IsAt(row) && other.Value.Equals(row.Value)))
            {
                if (bytes is null || !row.Value.Equals(written))
                {
                    (bytes, written) = (JsonSerializer.SerializeToUtf8Bytes(row.Value, typeof(T), ListJson.Default), row.Value);
                }

                changes.Add(new IndexChange(row.Partition, row.Key, bytes));
            }
        }
    }

    private static List<Row<RequestSummary>> SummaryRows(Loaded loaded)
    {
        if (loaded.State.Facts is not { } r)
        {
            return [];
        }

        var due = r.Steps.Where(step => step.Status == StepStatus.Open).SelectMany(step => step.Assignments.Where(a => a.IsOpen))
            .Min(a => (DateTimeOffset?)a.Assignment.Clock.DueAtUtc);
        var summary = new RequestSummary(r.Id, r.Topic, r.Title, loaded.State.Status, r.Requester, r.Round, r.SubmittedAtUtc, due);
        var key = $"{DateTime.MaxValue.Ticks - r.SubmittedAtUtc.UtcTicks:d19}-{r.Id}";
        return [new(All, key, summary), new(Status(summary.Status), key, summary), new(Requester(r.Requester), key, summary), new(Topic(r.Topic), key, summary)];
    }

    private static List<Row<InboxItem>> InboxRows(Loaded loaded)
    {
        var rows = new List<Row<InboxItem>>();
        if (loaded.State is not RequestState.Pending { Request: var r })
        {
            return rows;
        }

        foreach (var step in r.Steps)
        {
            foreach (var a in step.Assignments)
            {
                if (step.Status == StepStatus.Open && a.IsOpen)
                {
                    var item = new InboxItem(r.Id, r.Round, step.Plan.Number, step.Plan.Name, r.Topic, r.Title, r.Requester, a.Assignee, a.AskedAtUtc, a.Assignment.Clock.DueAtUtc);
                    rows.Add(new(Inbox(a.Assignee), $"{a.AskedAtUtc.UtcTicks:d19}-{r.Id}-{step.Plan.Number:d2}-{a.Assignment.Slot:d2}", item));
                }
            }
        }

        return rows;
    }

    private static List<Row<AbandonedEffect>> AbandonedRows(Loaded loaded) => loaded.State.Facts is not { Abandoned.Count: > 0 } r
        ? []
        : [.. r.Abandoned.Select(pair => new Row<AbandonedEffect>(Abandoned, pair.Key.ToString(), Describe(r, pair.Key, pair.Value)))];

    private static List<Row<AbandonedEffect>> UndeliveredRows(Loaded loaded) => loaded.State.Facts is not { Undelivered.Count: > 0 } r
        ? []
        : [.. r.Undelivered.Select(pair => new Row<AbandonedEffect>(
            Undelivered, $"{DateTime.MaxValue.Ticks - pair.Value.AtUtc.UtcTicks:d19}-{pair.Key}",
            new(pair.Key, r.Id, $"mail {pair.Value.Kind}", pair.Value.To.Value, pair.Value.Reason, 1, pair.Value.AtUtc)))];

    private static List<Row<WaitingTicket>> WaitingRows(Loaded loaded) => loaded.State.Facts is not { Failing.Count: > 0 } r
        ? []
        : [.. r.Ordered.Where(order => r.Failing.ContainsKey(order.Effect)).Select(order => new Row<WaitingTicket>(
            Waiting(order.System), $"{order.AtUtc.UtcTicks:d19}-{order.Effect}",
            new(order.Effect, r.Id, order.Template, order.System, order.AtUtc, r.Failing[order.Effect].Attempts, r.Failing[order.Effect].Error)))];

    private static List<Row<WatchedTicket>> WatchedRows(Loaded loaded) => loaded.State.Facts is not { Tickets.IsEmpty: false } r
        ? []
        : [.. r.Tickets.Where(ticket => ticket.Phase is TicketPhase.Open or TicketPhase.Solved && TicketSystem.Find(ticket.System)?.CanBeAsked == true)
            .Select(ticket => new Row<WatchedTicket>(
                Watched(ticket.System), $"{ticket.AtUtc.UtcTicks:d19}-{r.Id}-{ticket.Template}", new(r.Id, ticket.Template, ticket.Key, ticket.Phase, ticket.SeenAtUtc)))];

    private static AbandonedEffect Describe(Request r, EffectId id, AbandonedJob job) => job.Job switch
    {
        Effect.SendMail mail => new(id, r.Id, $"mail {mail.Kind}", mail.To.Value, job.Error, job.Attempts, job.AtUtc),
        Effect.OpenTicket ticket => new(id, r.Id, "ticket", ticket.Template, job.Error, job.Attempts, job.AtUtc, ticket.System),
        Effect.RemarkTicket remark => new(id, r.Id, "ticket remark", remark.Template, job.Error, job.Attempts, job.AtUtc),
        _ => throw new System.Diagnostics.UnreachableException(job.Job.GetType().Name),
    };

    // A mail address may hold characters that a table key must not.
    internal static string NameOf(EmailAddress address) => Uri.EscapeDataString(address.Value);

    private sealed record Row<T>(string Partition, string Key, T Value)
    {
        public bool IsAt<TOther>(Row<TOther> other) => Key == other.Key && Partition == other.Partition;
    }
}

/// <param name="System">As ordered; null: the default.</param>
public sealed record WaitingTicket(EffectId Effect, RequestId Request, string Template, string? System, DateTimeOffset OrderedAtUtc, int Attempts, string Error);

/// <param name="SeenAtUtc">Its system's time of the last news that was noted.</param>
public sealed record WatchedTicket(RequestId Request, string Template, string Key, TicketPhase Phase, DateTimeOffset SeenAtUtc);

/// <summary>A request's last version and hash on a day.</summary>
public sealed record ChangedRow(long Version, string Hash);
