using System.Collections.Immutable;
using Approvals.Core.Catalogue;

namespace Approvals.App.Ports;

/// <summary>Hears a ticket system call. What it says is only where to look: nothing in it is taken for true.</summary>
public interface ITicketHook
{
    string System { get; }

    /// <summary>The keys of the tickets that it is about, as <see cref="TicketDraft.Key"/>. Null: the signature is missing, wrong or old.</summary>
    IReadOnlyList<string>? Read(HookCall call, DateTimeOffset now);
}

/// <param name="Header">A header by its name; null when it is missing.</param>
public sealed record HookCall(Func<string, string?> Header, ReadOnlyMemory<byte> Body);

/// <summary>Tries whether a ticket system can be worked with as it is set up, without making a ticket.</summary>
public interface ITicketProbe
{
    string System { get; }

    /// <summary>What is wrong, each with what to mend; empty: nothing.</summary>
    Task<ImmutableArray<string>> CheckAsync(ImmutableArray<TicketTemplate> templates, CancellationToken ct);
}
