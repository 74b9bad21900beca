using Approvals.App;
using Approvals.App.Ports;
using Approvals.App.Streams;
using Approvals.Core.Catalogue;
using Approvals.Core.Requests;
using Xunit;
using static App.Tests.Advance.Organisation;

namespace App.Tests.Advance;

/// <summary>Of requests that agree in what is unique, one is approved, whatever races or crashes.</summary>
public sealed class ClaimTests
{
    private static readonly UniqueRule OnePerAccount = new("one-per-account", ["account"], null, Template.Parse("There is one for {{account}}."), [], null);
    private readonly Outside outside = new(new Organisation { Unique = [OnePerAccount] });

    [Fact]
    public async Task Several_may_be_submitted_and_the_second_approval_is_refused()
    {
        var server = outside.Boot();
        var (one, two) = (await server.SubmitAsync(5), await server.SubmitAsync(6));

        Assert.IsType<Answer.Done>(await server.ApproveAsync(Bo, one, 1));
        var refused = Assert.IsType<Answer.Refused>(await server.ApproveAsync(Bo, two, 1));

        Assert.Equal(new Refusal.NotUnique(OnePerAccount.Id, one), refused.Refusal);
        Assert.Equal("pending", (await outside.LoadAsync(two)).State.Status);
    }

    [Fact]
    public async Task After_an_approval_another_is_refused_with_the_guidance_and_names_the_one_there_is()
    {
        var server = outside.Boot();
        var one = await server.SubmitAsync(5);
        await server.ApproveAsync(Bo, one, 1);

        var refused = Assert.IsType<Answer.RuleRefused>(await server.Requests.SubmitAsync(Caller(Ann), Form(7), null, default));
        var other = await server.Requests.SubmitAsync(Caller(Ann), Form(7, "Elsewhere"), null, default);

        var rule = Assert.Single(refused.Rules.Refusals);
        Assert.Equal((OnePerAccount.Id, "There is one for Acme.", one), (rule.Rule, rule.Guidance, rule.Because));
        Assert.IsType<Answer.Done>(other);
    }

    [Fact]
    public async Task A_claim_of_a_request_that_was_rejected_since_stands_in_nobodys_way()
    {
        var server = outside.Boot();
        var (one, two) = (await server.SubmitAsync(5), await server.SubmitAsync(6));
        server.Store.BeforeAppend = _ => throw new CrashException();
        await Assert.ThrowsAsync<CrashException>(() => server.ApproveAsync(Bo, one, 1));

        var next = outside.Boot();
        await next.DoAsync(Bo, one, Say.Reject(new Sight(1, 1, 1)));

        Assert.IsType<Answer.Done>(await next.ApproveAsync(Bo, two, 1));
    }

    [Fact]
    public async Task An_approval_that_was_overtaken_between_its_claim_and_its_append_is_refused()
    {
        var (slow, quick) = (outside.Boot(), outside.Boot());
        var (one, two) = (await slow.SubmitAsync(5), await slow.SubmitAsync(6));
        var first = true;
        slow.Store.BeforeAppend = async _ =>
        {
            if (first)
            {
                first = false;
                Assert.IsType<Answer.Done>(await quick.ApproveAsync(Bo, two, 1));
            }
        };

        var refused = Assert.IsType<Answer.Refused>(await slow.ApproveAsync(Bo, one, 1));

        Assert.Equal(new Refusal.NotUnique(OnePerAccount.Id, two), refused.Refusal);
    }

    // Every order of the port calls that a seed makes, some of them the last of their process.
    [Theory]
    [InlineData(0.0, 400)]
    [InlineData(0.05, 400)]
    public async Task Never_are_two_approved(double crashes, int seeds)
    {
        var won = 0;
        for (var seed = 0; seed < seeds; seed++)
        {
            var world = new Outside(new Organisation { Unique = [OnePerAccount] });
            var boot = world.Boot();
            var ids = new[] { await boot.SubmitAsync(5), await boot.SubmitAsync(6), await boot.SubmitAsync(7) };
            var turns = new Turns(new Random(seed), crashes);

            await turns.RunAsync([.. ids.Concat(ids.Take(2)).Select<RequestId, Func<Task>>(id => () => ApproveAsync(world, turns, id))]);

            var approved = await ApprovedAsync(world, ids);
            Assert.True(approved <= 1, $"seed {seed}: {approved}");
            won += approved;
            foreach (var id in ids)
            {
                await world.Boot().ApproveAsync(Bo, id, 1);
            }

            Assert.True(await ApprovedAsync(world, ids) == 1, $"seed {seed}, afterwards");
        }

        Assert.InRange(won, seeds / 2, seeds);
    }

    private static async Task ApproveAsync(Outside world, Turns turns, RequestId id)
    {
        var seen = (await world.RequestAsync(id)).Version;
        var store = new TurnStore(world.Store, turns);
        var streams = new RequestStreams(store, new StateCache(10));
        var service = new RequestService(
            streams, store, world.Organisation, world.Organisation, new FactsReader(world.Organisation, world.Delegations), new Claims(new TurnClaims(world.Claims, turns), streams, world.Clock), new Asleep(), world.Clock);
        try
        {
            await service.ExecuteAsync(Caller(Bo), id, Say.Approve(new Sight(1, 1, seen)), null, default);
        }
        catch (Exception e) when (e is CrashException or StoreUnavailableException)
        {
            // Its caller was told nothing, or to try again.
        }
    }

    private static async Task<int> ApprovedAsync(Outside world, RequestId[] ids)
    {
        var approved = 0;
        foreach (var id in ids)
        {
            approved += (await world.LoadAsync(id)).State.Status is "approved" or "completed" ? 1 : 0;
        }

        return approved;
    }

    private sealed class Asleep : IWake
    {
        public void Wake(RequestId id)
        {
        }
    }
}
