using Xunit;

namespace App.Tests.Advance.Simulation;

public sealed class SimulationTests(ITestOutputHelper output)
{
    private const int Lives = 1_500;
    private const int Turns = 30;

    [Fact]
    public async Task Whatever_happens_nothing_is_lost_and_nothing_doubled()
    {
        var (accepted, crashes) = (0, 0);
        await Parallel.ForAsync(0, Lives, TestContext.Current.CancellationToken, async (seed, _) =>
        {
            var life = new Life(seed);
            try
            {
                await life.RunAsync(Turns);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Seed {seed}: {e.Message}", e);
            }

            Interlocked.Add(ref accepted, life.Accepted);
            Interlocked.Add(ref crashes, life.Crashes);
        });
        output.WriteLine($"{Lives} lives of {Turns} turns: {accepted} commands accepted, {crashes} crashes.");
        Assert.True(accepted > 5 * Lives && crashes > Lives, $"Too little happened: {accepted} commands, {crashes} crashes.");
    }
}
