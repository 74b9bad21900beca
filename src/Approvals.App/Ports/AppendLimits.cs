using System.Buffers;
using Approvals.Core.Effects;

namespace Approvals.App.Ports;

/// <summary>
/// What every store refuses, because one of them must: a transaction of Table Storage has at most 100 rows and 4 MiB, each row once, and its keys
/// lack some characters. Checked in our code, the same everywhere: an append that fits one store fits all. What does not fit is a bug of the caller.
/// </summary>
public static class AppendLimits
{
    /// <summary>Events, command, outbox rows written and removed, and the head.</summary>
    public const int MaxRows = 100;
    public const int MaxBytes = 4 * 1024 * 1024;
    public const int MaxEventBytes = 900 * 1024;

    /// <summary>An effect, and the value of an index row.</summary>
    public const int MaxValueBytes = 60 * 1024;
    public const int MaxKeyLength = 512;
    public const int HashBytes = 32;

    // What a row costs beside its payload: keys, times, names of properties.
    private const int RowOverhead = 2 * 1024;
    private const long MaxVersion = 9_999_999;

    // Printable ASCII, so that every store has one ordinal order; without what Table Storage does not take in a key.
    private static readonly SearchValues<char> KeyCharacters =
        SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c).Except("/\\#?")]);

    /// <summary>Whether the text can be a partition, a key or a command id: printable ASCII without <c>/ \ # ?</c>, 1 to 512 characters.</summary>
    public static bool IsKey(string? text) =>
        text is { Length: > 0 and <= MaxKeyLength } && !text.AsSpan().ContainsAnyExcept(KeyCharacters);

    public static void CheckKey(string text, string what) =>
        Require(IsKey(text), $"{what} must be 1 to {MaxKeyLength} printable ASCII characters without / \\ # ?.");

    public static void Check(Append append)
    {
        CheckEvents(append);
        CheckCommand(append);
        CheckOutbox(append);
        CheckIndex(append);
        var rows = 1 + append.Events.Length + (append.Command is null ? 0 : 1) + append.Outbox.Length + append.Done.Length;
        Require(rows <= MaxRows, $"An append has at most {MaxRows} rows; this one has {rows}.");
        var bytes = ((long)rows * RowOverhead) + append.Events.Sum(e => (long)e.Bytes.Length) + append.Outbox.Sum(o => (long)o.Effect.Length);
        Require(bytes < MaxBytes, $"An append has less than {MaxBytes} bytes; this one has {bytes}.");
    }

    private static void CheckEvents(Append append)
    {
        Require(append.ExpectedVersion >= 0, "The expected version is not negative.");
        Require(append.ExpectedVersion > 0 || append.Events.Length > 0, "A new stream begins with an event.");
        Require(append.ExpectedVersion + append.Events.Length <= MaxVersion, $"A stream has at most {MaxVersion} events.");
        for (var i = 0; i < append.Events.Length; i++)
        {
            var e = append.Events[i];
            Require(e.Version == append.ExpectedVersion + 1 + i, $"Event {e.Version} does not continue the stream at version {append.ExpectedVersion + i}.");
            Require(e.Hash.Length == HashBytes, $"The hash of an event has {HashBytes} bytes.");
            Require(e.Bytes.Length is > 0 and <= MaxEventBytes, $"An event has 1 to {MaxEventBytes} bytes; event {e.Version} has {e.Bytes.Length}.");
        }
    }

    private static void CheckCommand(Append append)
    {
        if (append.Command is { } command)
        {
            CheckKey(command.CommandId, "A command id");
            Require(command.Fingerprint.Length <= MaxKeyLength, $"A fingerprint has at most {MaxKeyLength} characters.");
            Require(command.Version <= append.ExpectedVersion + append.Events.Length, "A command's version is not after its events.");
        }
    }

    private static void CheckOutbox(Append append)
    {
        var seen = new HashSet<EffectId>();
        foreach (var id in append.Outbox.Select(o => o.Id).Concat(append.Done))
        {
            Require(id.Request == append.Id, $"Effect {id} belongs to another request.");
            Require(id is { Version: > 0 and <= MaxVersion, Index: >= 0 and < 100 }, $"Effect {id} is out of range.");
            Require(seen.Add(id), $"Effect {id} is in the append twice.");
        }

        Require(append.Outbox.All(o => o.Effect.Length <= MaxValueBytes), $"An effect has at most {MaxValueBytes} bytes.");
    }

    private static void CheckIndex(Append append)
    {
        var seen = new HashSet<(string, string)>();
        foreach (var row in append.Index)
        {
            CheckKey(row.Partition, "An index partition");
            CheckKey(row.Key, "An index key");
            Require(row.Value is null || row.Value.Value.Length <= MaxValueBytes, $"An index row has at most {MaxValueBytes} bytes.");
            Require(seen.Add((row.Partition, row.Key)), $"Index row {row.Partition} {row.Key} is in the append twice.");
        }
    }

    private static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw new ArgumentException(message);
        }
    }
}
