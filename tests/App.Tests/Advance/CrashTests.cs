using Approvals.App;
using Approvals.Core.Requests;
using Xunit;
using static App.Tests.Advance.Organisation;

namespace App.Tests.Advance;

/// <summary>The process is stopped before and after each of its calls in turn; the next one repairs the rest.</summary>
public sealed class CrashTests
{
    // A two-step approval with a ticket at once and one after the approval: what each person sends, with the key that they send again.
    private static readonly (EmailAddress By, int Step)[] Decisions = [(Bo, 1), (Cy, 2)];

    [Theory]
    [InlineData(Fault.CrashBefore)]
    [InlineData(Fault.CrashAfter)]
    public async Task A_two_step_approval_survives_a_crash_at_any_call(Fault fault)
    {
        var calls = await RunAsync(0, Fault.None);
        Assert.InRange(calls, 60, 1_000);
        for (var call = 1; call <= calls; call++)
        {
            await RunAsync(call, fault);
        }
    }

    [Theory]
    [InlineData(Fault.AwayBefore)]
    [InlineData(Fault.AwayAfter)]
    [InlineData(Fault.Refused)]
    public async Task A_two_step_approval_survives_a_failure_of_any_call(Fault fault)
    {
        var calls = await RunAsync(0, Fault.None);
        for (var call = 1; call <= calls; call++)
        {
            await RunAsync(call, fault);
        }
    }

    [Theory]
    [InlineData(Fault.CrashBefore)]
    [InlineData(Fault.CrashAfter)]
    public async Task A_second_crash_while_the_first_is_repaired_does_no_harm(Fault fault)
    {
        var calls = await RunAsync(0, Fault.None);
        for (var call = 1; call <= calls; call += 3)
        {
            for (var second = 1; second <= 24; second += 4)
            {
                await RunAsync(call, fault, second);
            }
        }
    }

    /// <summary>The number of calls that it took.</summary>
    private static async Task<int> RunAsync(int call, Fault fault, int second = 0)
    {
        var outside = new Outside();
        var crashes = new Queue<int>(second == 0 ? [call] : [call, second]);
        var server = Boot();
        var calls = 0;

        var submitted = await InsistAsync(s => s.SubmitAsync(Ann, Form(60), "submit-once"));
        var id = submitted.State.Facts!.Id;
        Assert.Equal("pending", submitted.State.Status);
        await WorkAsync();
        foreach (var (by, step) in Decisions)
        {
            var request = await outside.RequestAsync(id);
            var decided = await InsistAsync(s => s.DoAsync(by, id, Say.Approve(new Sight(request.Round, step, request.Version)), $"decide-{step}"));
            Assert.Equal(StepStatus.Approved, decided.State.Facts!.Step(step)!.Status);
            await WorkAsync();
        }

        // Retries of effects that failed have their times.
        for (var wait = 0; wait < 3; wait++)
        {
            outside.Clock.Advance(TimeSpan.FromMinutes(61));
            await WorkAsync();
        }

        await Truth.HoldsAsync(outside);
        var end = await outside.RequestAsync(id);
        Assert.Single(outside.Kept.Requests);
        Assert.Equal([Help, Work], end.Tickets.Select(ticket => ticket.Template).Order());
        Assert.Equal(2, end.Approvals.Length);
        return calls + server.Faults.Calls;

        ServerProcess Boot()
        {
            var next = outside.Boot();
            next.Faults.Next = Faults.At(crashes.TryDequeue(out var at) ? at : 0, fault);
            return next;
        }

        // A client that insists: the same key, the same body, until there is an answer.
        async Task<Answer.Done> InsistAsync(Func<ServerProcess, Task<Answer>> command)
        {
            for (var attempt = 0; attempt < 5; attempt++)
            {
                try
                {
                    return Assert.IsType<Answer.Done>(await command(server));
                }
                catch (Exception e) when (e is not Xunit.Sdk.IAssertionException)
                {
                    AfterFailure();
                }
            }

            throw new InvalidOperationException("No answer.");
        }

        async Task WorkAsync()
        {
            for (var attempt = 0; attempt < 5; attempt++)
            {
                try
                {
                    await server.WorkAsync();
                    await server.SweepAsync();
                    await server.SweepAsync();
                    return;
                }
                catch (Exception e) when (e is not Xunit.Sdk.IAssertionException)
                {
                    AfterFailure();
                }
            }
        }

        void AfterFailure()
        {
            if (server.Faults.IsDead)
            {
                calls += server.Faults.Calls;
                server = Boot();
            }
        }
    }
}
