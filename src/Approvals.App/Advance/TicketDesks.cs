using Approvals.App.Ports;

namespace Approvals.App.Advance;

/// <summary>The ticket systems by name. A topic that names none uses the default of the settings.</summary>
public sealed class TicketDesks(IEnumerable<ITicketDesk> desks, string defaultSystem)
{
    private readonly Dictionary<string, ITicketDesk> byName = desks.ToDictionary(desk => desk.System, StringComparer.Ordinal);

    public ITicketDesk Find(string? system) => byName.GetValueOrDefault(system ?? defaultSystem)
        ?? throw new EffectFailedException($"The ticket system '{system ?? defaultSystem}' is not set up. Set it up, then retry this ticket.");
}
