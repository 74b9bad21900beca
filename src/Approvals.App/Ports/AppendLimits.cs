using System.Buffers;
using Approvals.Core.Effects;

namespace Approvals.App.Ports;

/// <summary>
/// What every store refuses, because one of them must: a transaction of Table Storage has at most 100 rows and 4 MiB, each row once, and its keys
/// lack some characters. Checked in our code, the same everywhere: an append that fits one store fits all. What does not fit is a bug of the caller.
/// </summary>
public static class AppendLimits
{
    /// <summary>Events, command, outbox rows written and removed, the head, and one row for all changes of index rows together.</summary>
    public const int MaxRows = 100;

    /// <summary>Index rows are not in the transaction; the limit keeps an append short.</summary>
    public const int MaxIndexRows = 500;

    /// <summary>Of all index rows together, with their names: until they are written they are kept in one row of the transaction.</summary>
    public const int MaxIndexBytes = 900 * 1024;

    /// <summary>As they travel: in base64.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;
    public const int MaxEventBytes = 900 * 1024;

    /// <summary>An effect, and the value of an index row.</summary>
    public const int MaxValueBytes = 60 * 1024;
    public const int MaxKeyLength = 512;
    public const int HashBytes = 32;

    // What a row costs beside its payload: keys, times, names of properties.
    private const int RowOverhead = 2 * 1024;
    private const int IndexRowOverhead = 16;
    private const long MaxVersion = 9_999_999;

    // Printable ASCII, so that every store has one ordinal order; without what Table Storage does not take in a key.
    private static readonly SearchValues<char> KeyCharacters =
        SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c).Except("/\\#?")]);

    /// <summary>Whether the text can be a partition, a key or a command id: printable ASCII without <c>/ \ # ?</c>, 1 to 512 characters.</summary>
    public static bool IsKey(string? text) =>
        text is { Length: > 0 and <= MaxKeyLength } && !text.AsSpan().ContainsAnyExcept(KeyCharacters);

    public static void CheckKey(string text, string what)
    {
        if (!IsKey(text))
        {
            throw new ArgumentException($"{what} must be 1 to {MaxKeyLength} printable ASCII characters without / \\ # ?.");
        }
    }

    /// <summary>Throws <see cref="ArgumentException"/> for an append that some store could not take.</summary>
    public static void Check(Append append)
    {
        if ((FaultOfSize(append) ?? FaultOfEvents(append) ?? FaultOfCommand(append) ?? FaultOfOutbox(append) ?? FaultOfIndex(append)) is { } fault)
        {
            throw new ArgumentException(fault);
        }
    }

    private static string? FaultOfSize(Append append)
    {
        var rows = 1 + append.Events.Length + (append.Command is null ? 0 : 1) + append.Outbox.Length + append.Done.Length + (append.Index.IsEmpty ? 0 : 1);
        var bytes = (long)rows * RowOverhead;
        foreach (var e in append.Events)
        {
            bytes += Travelling(e.Bytes.Length);
        }

        foreach (var row in append.Outbox)
        {
            bytes += Travelling(row.Effect.Length);
        }

        bytes += Travelling(IndexBytes(append));

        return rows > MaxRows ? $"An append has at most {MaxRows} rows; this one has {rows}."
            : bytes >= MaxBytes ? $"An append has less than {MaxBytes} bytes; this one has {bytes}."
            : null;
    }

    private static long Travelling(long bytes) => (bytes + 2) / 3 * 4;

    private static long IndexBytes(Append append) => append.Index.Sum(row => IndexRowOverhead + row.Partition.Length + row.Key.Length + (long)(row.Value?.Length ?? 0));

    private static string? FaultOfEvents(Append append)
    {
        if (append.ExpectedVersion < 0 || (append.ExpectedVersion == 0 && append.Events.IsEmpty))
        {
            return "A stream begins with an event, at version 1.";
        }

        if (append.ExpectedVersion + append.Events.Length > MaxVersion)
        {
            return $"A stream has at most {MaxVersion} events.";
        }

        var version = append.ExpectedVersion;
        foreach (var e in append.Events)
        {
            if (e.Version != ++version)
            {
                return $"Event {e.Version} stands where event {version} continues the stream.";
            }

            if (e.Hash.Length != HashBytes || e.Bytes.Length is 0 or > MaxEventBytes)
            {
                return $"An event has 1 to {MaxEventBytes} bytes and a hash of {HashBytes}; event {version} has {e.Bytes.Length} and {e.Hash.Length}.";
            }
        }

        return null;
    }

    private static string? FaultOfCommand(Append append) => append.Command switch
    {
        null => null,
        { } c when !IsKey(c.CommandId) => "A command id is a key, as rows of an index have.",
        { } c when c.Fingerprint.Length > MaxKeyLength => $"A fingerprint has at most {MaxKeyLength} characters.",
        { } c when c.Version > append.ExpectedVersion + append.Events.Length => "A command's version is not after its events.",
        _ => null,
    };

    // Appends are small: looking at each pair costs less than a set, and allocates nothing.
    private static string? FaultOfOutbox(Append append)
    {
        for (var i = 0; i < append.Outbox.Length + append.Done.Length; i++)
        {
            var id = EffectAt(append, i);
            if (id.Request != append.Id || id is not { Version: > 0 and <= MaxVersion, Index: >= 0 and < 100 })
            {
                return $"Effect {id} is none of request {append.Id}.";
            }

            for (var before = 0; before < i; before++)
            {
                if (EffectAt(append, before) == id)
                {
                    return $"Effect {id} is in the append twice.";
                }
            }
        }

        foreach (var row in append.Outbox)
        {
            if (row.Effect.Length > MaxValueBytes)
            {
                return $"An effect has at most {MaxValueBytes} bytes.";
            }
        }

        return null;
    }

    private static EffectId EffectAt(Append append, int i) => i < append.Outbox.Length ? append.Outbox[i].Id : append.Done[i - append.Outbox.Length];

    private static string? FaultOfIndex(Append append)
    {
        var index = append.Index.AsSpan();
        if (index.Length > MaxIndexRows)
        {
            return $"An append has at most {MaxIndexRows} index rows; this one has {index.Length}.";
        }

        if (IndexBytes(append) is > MaxIndexBytes and var bytes)
        {
            return $"The index rows of an append have at most {MaxIndexBytes} bytes together; these have {bytes}.";
        }

        for (var i = 0; i < index.Length; i++)
        {
            var row = index[i];
            if (!IsKey(row.Partition) || !IsKey(row.Key) || row.Value?.Length > MaxValueBytes)
            {
                return $"Index row '{row.Partition}' '{row.Key}' has a name that no key can have, or more than {MaxValueBytes} bytes.";
            }

            foreach (var other in index[..i])
            {
                if (other.Key == row.Key && other.Partition == row.Partition)
                {
                    return $"Index row '{row.Partition}' '{row.Key}' is in the append twice.";
                }
            }
        }

        return null;
    }
}
