using System.Collections.Immutable;
using Approvals.Core.Effects;
using Approvals.Core.Requests;

namespace Approvals.App.Ports;

/// <summary>
/// A system that support works in. Every call throws <see cref="EffectFailedException"/> with what the system said, or
/// <see cref="EffectPostponedException"/> when it can not be asked now.
/// </summary>
public interface ITicketDesk
{
    /// <summary>The name that catalogues and settings use: <c>desk</c>, <c>zendesk</c>, …</summary>
    string System { get; }

    /// <summary>How the way there is.</summary>
    DeskHealth Health => DeskHealth.Fine;

    /// <summary>Returns the ticket of this key, made now or before: one for each key, whatever happens in between.</summary>
    Task<DeskTicket> OpenAsync(TicketDraft draft, CancellationToken ct);

    /// <summary>The ticket is not wanted any more: returns the one that is there already; null when there is none and none will be.</summary>
    Task<DeskTicket?> WithdrawAsync(TicketDraft draft, CancellationToken ct);

    /// <summary>Writes on a ticket, once for each <see cref="DeskRemark.Key"/>.</summary>
    Task RemarkAsync(DeskRemark remark, CancellationToken ct);

    /// <summary>How tickets stand, at most <see cref="MaxLook"/> at once. One that is not in the answer is gone. Null: this system can not be asked.</summary>
    Task<ImmutableArray<TicketLook>?> LookAsync(ImmutableArray<string> keys, CancellationToken ct);

    /// <summary>What people wrote on a ticket for its requester to read, the oldest first; without what the product wrote itself.</summary>
    Task<ImmutableArray<TicketRemark>> RemarksAsync(string key, CancellationToken ct);

    const int MaxLook = 100;
}

public sealed record TicketDraft
{
    /// <summary>The idempotency key: request and template.</summary>
    public required string Key { get; init; }
    public required RequestId Request { get; init; }
    public required string Template { get; init; }

    /// <summary>The effect that orders it.</summary>
    public EffectId? Order { get; init; }

    /// <summary>In whose name it is raised: the person who asked, or the account that the template names.</summary>
    public required EmailAddress Requester { get; init; }

    /// <summary>The person who asked, when the ticket is raised in another's name. Nobody else is ever copied.</summary>
    public EmailAddress? Copy { get; init; }
    public required string Subject { get; init; }
    public required string Body { get; init; }
    public required string Priority { get; init; }

    /// <summary>A ticket form, a table, a request type, a project: as the system has it.</summary>
    public string? Form { get; init; }
    public string? Queue { get; init; }
    public string? Category { get; init; }
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>Further fields of the system's form, by its own names.</summary>
    public ImmutableSortedDictionary<string, string> Fields { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}

/// <param name="Key">Its name in its system, for people and for every later call.</param>
public sealed record DeskTicket(string Key, string? Url);

/// <param name="Key">The idempotency key of the remark.</param>
/// <param name="Ticket">The key of the ticket in its system.</param>
public sealed record DeskRemark(string Key, string Ticket, string Text);

/// <param name="UpdatedAtUtc">The system's time of the last change of any kind.</param>
public sealed record TicketLook(string Key, TicketPhase Phase, DateTimeOffset UpdatedAtUtc);

/// <param name="Id">The system's id of it.</param>
/// <param name="Author">A mail address where the system tells it, else a name.</param>
public sealed record TicketRemark(string Id, string Author, string Text, DateTimeOffset SaidAtUtc);

/// <summary>The way to a system.</summary>
/// <param name="Circuit"><c>closed</c>: calls go through; <c>open</c>: they do not; <c>half-open</c>: one is tried.</param>
/// <param name="HeldUntilUtc">The system asked for a rest until then, or the circuit stays open until then.</param>
/// <param name="Problem">What went wrong last.</param>
public sealed record DeskHealth(string Circuit, DateTimeOffset? HeldUntilUtc, string? Problem)
{
    public static DeskHealth Fine { get; } = new("closed", null, null);
}

/// <summary>
/// The effect could not be tried, through no fault of its own: the way there is closed, or it is not certain yet what became of an earlier attempt.
/// It does not count as an attempt.
/// </summary>
/// <param name="wait">How long at least.</param>
/// <param name="isSystemWide">Whether the next effect for this system would fare no better.</param>
public sealed class EffectPostponedException(string message, TimeSpan wait, bool isSystemWide, Exception? inner = null) : Exception(message, inner)
{
    public TimeSpan Wait => wait;
    public bool IsSystemWide => isSystemWide;
}
