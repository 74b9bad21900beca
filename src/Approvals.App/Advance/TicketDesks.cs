using Approvals.App.Ports;

namespace Approvals.App.Advance;

/// <summary>The ticket systems by name.</summary>
/// <param name="defaultSystem">The system of topics that name none.</param>
/// <param name="standIn">Takes the tickets of systems that are not set up; null: those tickets wait for an administrator.</param>
public sealed class TicketDesks(IEnumerable<ITicketDesk> desks, string defaultSystem, string? standIn = null)
{
    private readonly Dictionary<string, ITicketDesk> byName = desks.ToDictionary(desk => desk.System, StringComparer.Ordinal);

    public ITicketDesk Find(string? system) => byName.GetValueOrDefault(system ?? defaultSystem) ?? byName.GetValueOrDefault(standIn ?? "")
        ?? throw new EffectFailedException($"The ticket system '{system ?? defaultSystem}' is not set up. Set it up, then retry this ticket.");
}
