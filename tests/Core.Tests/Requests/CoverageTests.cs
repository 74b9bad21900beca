using Approvals.Core.Requests;
using CsCheck;
using Xunit;

namespace Approvals.Core.Tests.Requests;

/// <summary>The random histories are worth something only if everything happens in them. Always the same ones here, so that this test does not waver.</summary>
public sealed class CoverageTests
{
    private static readonly IReadOnlyList<Beat> Beats = Played();

    [Fact]
    public void Every_command_is_given_and_is_accepted_and_refused() =>
        Assert.All(Cases<Command>(), command =>
        {
            Assert.Contains(Beats, beat => beat.Command.GetType() == command && beat.Events.Length > 0);
            Assert.Contains(Beats, beat => beat.Command.GetType() == command && (beat.Outcome is Outcome.Refused || command == typeof(Command.Submit) || command == typeof(Command.Tick)));
        });

    [Fact]
    public void Every_event_happens() => Assert.Equal(Names(Cases<RequestEvent>()), Names(Beats.SelectMany(beat => beat.Events).Select(e => e.GetType()).Distinct()));

    [Fact]
    public void Every_state_is_reached() => Assert.Equal(Names(Cases<RequestState>()), Names(Beats.SelectMany(beat => new[] { beat.Before, beat.After }).Select(state => state.GetType()).Distinct()));

    [Fact]
    public void Every_command_is_tried_in_every_state() => Assert.Equal(
        Cases<RequestState>().SelectMany(_ => Cases<Command>(), (state, command) => $"{state.Name} / {command.Name}").Where(pair => !pair.StartsWith("NotSubmitted", StringComparison.Ordinal)).Order(),
        Beats.Where(beat => beat.Before is not RequestState.NotSubmitted).Select(beat => $"{beat.Before.GetType().Name} / {beat.Command.GetType().Name}").Distinct().Order());

    [Fact]
    public void Every_way_to_end_is_taken() =>
        Assert.Equal(Enum.GetValues<ClosedAs>(), Beats.Select(beat => beat.After).OfType<RequestState.Closed>().Select(closed => closed.As).Distinct().Order());

    private static List<Beat> Played()
    {
        var random = new PCG(1, 2026);
        return [.. Enumerable.Range(0, 400).SelectMany(_ => Play.Of(AnyPlot.Any.Generate(random, null, out var _)).Beats)];
    }

    private static Type[] Cases<T>() => [.. typeof(T).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(T)))];

    private static string[] Names(IEnumerable<Type> types) => [.. types.Select(type => type.Name).Order()];
}
