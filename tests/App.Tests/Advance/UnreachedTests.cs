using Approvals.App.Streams;
using Approvals.Core.Effects;
using Approvals.Core.Requests;
using Xunit;
using static App.Tests.Advance.Organisation;

namespace App.Tests.Advance;

/// <summary>Whom mail does not reach is not written to again and again, and nobody waits for them in silence.</summary>
public sealed class UnreachedTests
{
    private readonly Outside outside = new();

    [Fact]
    public async Task A_refused_address_brings_in_the_manager_at_once_and_the_administrator_sees_it()
    {
        var server = outside.Boot();
        server.Faults.Nobody.Add(Bo);
        var id = await server.SubmitAsync(5);
        await server.WorkAsync();

        var request = await outside.RequestAsync(id);
        Assert.Equal([(Bo, true, true), (Max, false, false)], request.Steps[0].Assignments.Select(a => (a.Assignee, a.Unreached, a.Escalated)));
        Assert.Equal([(MailKind.Escalated, Max)], await SentAsync(id));
        var row = Assert.Single((await outside.Store.ListAsync(Lists.Undelivered, null, 10, default)).Items);
        Assert.EndsWith(Assert.Single(request.Undelivered.Keys).ToString(), row.Key, StringComparison.Ordinal);

        await server.ApproveAsync(Max, id, 1);
        await server.WorkAsync();
        Assert.Equal("completed", (await outside.LoadAsync(id)).State.Status);
        await Truth.HoldsAsync(outside);
    }

    [Fact]
    public async Task It_is_tried_once_however_much_time_passes()
    {
        var server = outside.Boot();
        server.Faults.Nobody.UnionWith([Bo, Max]);
        var tries = 0;
        server.Faults.Next = (port, _) =>
        {
            tries += port == "mailer" ? 1 : 0;
            return Fault.None;
        };
        var id = await server.SubmitAsync(5);
        await server.WorkAsync();

        // Bo, Max, and the administrator, who hears that nobody is left.
        Assert.Equal(3, tries);
        Assert.Equal([(MailKind.Escalated, Admin)], await SentAsync(id));
        for (var hours = 0; hours < 3; hours++)
        {
            outside.Clock.Advance(TimeSpan.FromHours(1));
            await server.SweepAsync();
        }

        Assert.Equal(3, tries);
    }

    [Fact]
    public async Task Whoever_is_not_reached_may_decide_on_the_page_all_the_same()
    {
        var server = outside.Boot();
        server.Faults.Nobody.Add(Bo);
        var id = await server.SubmitAsync(5);
        await server.WorkAsync();
        await server.ApproveAsync(Bo, id, 1);
        await server.WorkAsync();
        Assert.Equal("completed", (await outside.LoadAsync(id)).State.Status);
        await Truth.HoldsAsync(outside);
    }

    private async Task<IEnumerable<(MailKind, EmailAddress)>> SentAsync(RequestId id) =>
        (await outside.Store.LoadAsync(id, default))!.Events.Select(e => Approvals.Core.Audit.EventJson.Read(e.Bytes.Span)).OfType<RequestEvent.MailSent>().Select(e => (e.Kind, e.To));
}
