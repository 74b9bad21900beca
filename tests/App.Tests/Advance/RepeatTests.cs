using Approvals.App;
using Approvals.App.Ports;
using Approvals.Core.Requests;
using Xunit;
using static App.Tests.Advance.Organisation;

namespace App.Tests.Advance;

/// <summary>The same thing sent again with the same key: after an answer that got lost, after a crash, after a storage that did more than it said.</summary>
public sealed class RepeatTests
{
    private static readonly Dictionary<string, (Func<Outside, Task> Before, Func<ServerProcess, RequestId, Sight, Task<Answer>> Send)> Commands = new()
    {
        ["approve"] = (Nothing, (s, id, sight) => s.DoAsync(Bo, id, Say.Approve(sight), "key")),
        ["reject"] = (Nothing, (s, id, sight) => s.DoAsync(Bo, id, Say.Reject(sight), "key")),
        ["return"] = (Nothing, (s, id, sight) => s.DoAsync(Bo, id, Say.Return(sight), "key")),
        ["comment"] = (Nothing, (s, id, _) => s.DoAsync(Ann, id, Say.Comment("Please."), "key")),
        ["recall"] = (Nothing, (s, id, _) => s.DoAsync(Ann, id, Say.Recall(), "key")),
        ["cancel"] = (Nothing, (s, id, _) => s.DoAsync(Ann, id, Say.Cancel(), "key")),
        ["nudge"] = (Nothing, (s, id, _) => s.DoAsync(Ann, id, Say.Nudge(), "key")),
        ["reassign"] = (Nothing, (s, id, _) => s.DoAsync(Bo, id, Say.Reassign(1, Bo, Max), "key")),
        ["add"] = (Nothing, (s, id, _) => s.DoAsync(Bo, id, Say.Add(1, Max), "key")),
        ["override"] = (Nothing, (s, id, _) => s.DoAsync(Admin, id, Say.Override(1, OverrideDecision.Approve), "key")),
        ["resubmit"] = (RecallAsync, (s, id, _) => s.Requests.ResubmitAsync(Caller(Ann), id, Fields(7), "key", ServerProcess.Ct)),
    };

    public static TheoryData<string, Fault> Cases => new(
        from command in Commands.Keys.Append("submit")
        from fault in new[] { Fault.CrashBefore, Fault.CrashAfter, Fault.AwayBefore, Fault.AwayAfter }
        select (command, fault));

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Every_command_sent_again_after_a_failure_at_any_call_is_done_once_and_answered_alike(string command, Fault fault)
    {
        for (var call = 1; ; call++)
        {
            var outside = new Outside();
            var (send, id) = await PrepareAsync(outside, command);
            var server = outside.Boot();
            server.Faults.Next = Faults.At(call, fault);
            Answer? first = null;
            try
            {
                first = await send(server);
            }
            catch (Exception e) when (e is CrashException or StoreUnavailableException or OperationCanceledException)
            {
            }

            var wasMet = server.Faults.Calls >= call;
            server = server.Faults.IsDead ? outside.Boot() : server;
            server.Faults.Next = (_, _) => Fault.None;
            var second = Assert.IsType<Answer.Done>(await send(server));
            var third = Assert.IsType<Answer.Done>(await send(server));
            Assert.True(third.Repeated);
            Assert.Equal(Version(second), Version(third));
            Assert.Equal(second.State.Status, third.State.Status);
            if (first is Answer.Done done)
            {
                Assert.Equal((Version(done), done.State.Status, true), (Version(second), second.State.Status, second.Repeated));
            }

            await server.SweepAsync();
            await Truth.HoldsAsync(outside);
            var events = (await outside.Store.LoadAsync(id ?? second.State.Facts!.Id, default))!.Events.Select(e => Approvals.Core.Audit.EventJson.Read(e.Bytes.Span)).ToList();
            Assert.Single(outside.Kept.Requests);
            Assert.Equal(1, CommandsIn(events, CommandKey.CommandId(By(command), "key")));
            if (!wasMet)
            {
                Assert.True(call > 3);
                return;
            }
        }
    }

    [Fact]
    public async Task The_same_key_for_something_else_is_refused()
    {
        var outside = new Outside();
        var server = outside.Boot();
        var id = Assert.IsType<Answer.Done>(await server.SubmitAsync(Ann, Form(5), "key")).State.Facts!.Id;
        Assert.IsType<Answer.KeyReused>(await server.SubmitAsync(Ann, Form(6), "key"));
        Assert.IsType<Answer.KeyReused>(await server.SubmitAsync(Ann, Form(5, beneficiary: Al), "key"));
        Assert.IsType<Answer.KeyReused>(await server.DoAsync(Ann, id, Say.Recall(), "key"));
        Assert.IsType<Answer.Done>(await server.DoAsync(Ann, id, Say.Comment("One."), "other"));
        Assert.IsType<Answer.KeyReused>(await server.DoAsync(Ann, id, Say.Comment("Two."), "other"));
        Assert.IsType<Answer.KeyReused>(await outside.Boot().DoAsync(Ann, id, Say.Comment("Two."), "other"));

        // Another person's key is another key.
        Assert.NotEqual(id, Assert.IsType<Answer.Done>(await server.SubmitAsync(Al, Form(5), "key")).State.Facts!.Id);
        await server.SweepAsync();
        await Truth.HoldsAsync(outside);
    }

    [Fact]
    public async Task Two_submits_with_one_key_at_once_are_one_request()
    {
        var outside = new Outside();
        var (server, other) = (outside.Boot(), outside.Boot());
        Answer? theirs = null;
        server.Store.BeforeAppend = async _ => theirs ??= await other.SubmitAsync(Ann, Form(5), "key");
        var ours = Assert.IsType<Answer.Done>(await server.SubmitAsync(Ann, Form(5), "key"));
        Assert.True(ours.Repeated);
        Assert.Equal(Assert.IsType<Answer.Done>(theirs).State.Facts!.Id, ours.State.Facts!.Id);

        server.Store.BeforeAppend = _ => other.SubmitAsync(Ann, Form(7), "second");
        Assert.IsType<Answer.KeyReused>(await server.SubmitAsync(Ann, Form(6), "second"));
        server.Store.BeforeAppend = _ => Task.CompletedTask;
        await server.SweepAsync();
        await Truth.HoldsAsync(outside);
    }

    private static async Task<(Func<ServerProcess, Task<Answer>> Send, RequestId? Id)> PrepareAsync(Outside outside, string command)
    {
        if (command == "submit")
        {
            return (server => server.SubmitAsync(Ann, Form(20), "key"), null);
        }

        var server = outside.Boot();
        var id = await server.SubmitAsync(20);
        await server.WorkAsync();
        var (before, send) = Commands[command];
        await before(outside);
        var request = await outside.RequestAsync(id);
        var sight = new Sight(request.Round, 1, request.Version);
        return (server => send(server, id, sight), id);
    }

    private static Task Nothing(Outside outside) => Task.CompletedTask;

    private static async Task RecallAsync(Outside outside) => Assert.IsType<Answer.Done>(await outside.Boot().DoAsync(Ann, outside.Kept.Requests.Keys.Single(), Say.Recall()));

    private static Caller By(string command) => Caller(command switch
    {
        "approve" or "reject" or "return" or "reassign" or "add" => Bo,
        "override" => Admin,
        _ => Ann,
    });

    private static long Version(Answer.Done done) => done.State.Facts!.Version;

    // Events of one command follow each other: a second run of it would stand apart.
    private static int CommandsIn(List<RequestEvent> events, string commandId) =>
        events.Where((e, i) => e.CommandId == commandId && (i == 0 || events[i - 1].CommandId != commandId)).Count();
}
