using System.Collections.Immutable;
using Approvals.App.Ports;
using Approvals.Core.Catalogue;

namespace Approvals.App.Advance;

/// <summary>The ticket systems by name.</summary>
/// <param name="defaultSystem">The system of topics that name none.</param>
/// <param name="standIn">Takes the tickets of systems that are not set up; null: those tickets wait for an administrator.</param>
public sealed class TicketDesks(IEnumerable<ITicketDesk> desks, string defaultSystem, string? standIn = null)
{
    private readonly Dictionary<string, ITicketDesk> byName = desks.ToDictionary(desk => desk.System, StringComparer.Ordinal);

    /// <summary>Those that are set up.</summary>
    public IEnumerable<ITicketDesk> All => byName.Values;

    public string DefaultSystem => defaultSystem;

    public ITicketDesk Find(string? system) => Known(system)
        ?? throw new EffectFailedException($"The ticket system '{system ?? defaultSystem}' is not set up. Set it up, then retry this ticket.");

    /// <summary>The desk that holds a ticket raised in this system; null when the system is not set up any more.</summary>
    public ITicketDesk? Of(string system) => byName.GetValueOrDefault(system);

    /// <summary>Where each desk's tickets are ordered: by its own name, by none, and by those that it stands in for.</summary>
    public IEnumerable<(ITicketDesk Desk, ImmutableArray<string?> Names)> ByDesk() => TicketSystem.All.Select(system => (string?)system.Name).Prepend(null)
        .Where(name => Known(name) is not null)
        .GroupBy(name => Known(name)!)
        .Select(names => (names.Key, names.ToImmutableArray()));

    /// <summary>What stands in the way of a catalogue's tickets, in words for who starts the product; empty: nothing.</summary>
    public ImmutableArray<string> Problems(IEnumerable<Topic> topics)
    {
        var problems = ImmutableArray.CreateBuilder<string>();
        foreach (var (setting, named) in new[] { ("Approvals:Tickets:Default", defaultSystem), ("Approvals:Tickets:StandIn", standIn) })
        {
            if (named is { } system && !byName.ContainsKey(system))
            {
                problems.Add($"{setting} is '{system}', which is not set up. Systems that are: {string.Join(", ", byName.Keys.Order(StringComparer.Ordinal))}.");
            }
        }

        foreach (var topic in topics)
        {
            var fields = topic.Fields.ToDictionary(field => field.Name);
            foreach (var ticket in topic.Tickets)
            {
                if (Known(ticket.System) is not { } desk)
                {
                    problems.Add($"Topic '{topic.Id}' raises tickets in '{ticket.System ?? defaultSystem}', which is not set up. Set it up under Approvals:Tickets, or name a system that takes its tickets in Approvals:Tickets:StandIn.");
                }
                else if (ticket.System is null && TicketSystem.Find(desk.System) is { } system)
                {
                    problems.AddRange(TicketFit.Of(ticket, system, fields).Select(misfit => $"Topic '{topic.Id}', ticket '{ticket.Id}': {misfit.What} Or name its system in the catalogue, so that it does not go to Approvals:Tickets:Default."));
                }
            }
        }

        return problems.ToImmutable();
    }

    private ITicketDesk? Known(string? system) => byName.GetValueOrDefault(system ?? defaultSystem) ?? byName.GetValueOrDefault(standIn ?? "");
}
