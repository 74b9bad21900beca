using System.Collections.Immutable;
using Approvals.Core.Requests;

namespace Approvals.App.Ports;

/// <summary>A system that support works in. One ticket for each key, whatever happens in between: look up, then create.</summary>
public interface ITicketDesk
{
    /// <summary>The name that catalogues and settings use: <c>desk</c>, <c>zendesk</c>, …</summary>
    string System { get; }

    /// <summary>Returns the ticket of this key, made now or before. Throws <see cref="EffectFailedException"/>.</summary>
    Task<DeskTicket> OpenAsync(TicketDraft draft, CancellationToken ct);
}

public sealed record TicketDraft
{
    /// <summary>The idempotency key: request and template.</summary>
    public required string Key { get; init; }
    public required RequestId Request { get; init; }
    public required string Template { get; init; }

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

public sealed record DeskTicket(string Key, string? Url);
