namespace Approvals.Bench.Load;

/// <summary>The calls of one approval: submit, then one decision for each step. The answers say where the request is, and which version was seen.</summary>
internal sealed class Journey(Messages messages, Form form)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private string version = "";

    public int Calls => 1 + form.Approvers.Count;
    public string Location { get; private set; } = "";

    /// <summary>Makes the n-th call (from 0). Throws when it is refused.</summary>
    public async Task CallAsync(Connection connection, int call)
    {
        var message = call == 0 ? messages.Submit(Guid.NewGuid().ToString("N")) : messages.Approve(Location, call, version);
        var reply = await connection.SendAsync(message);
        if (reply.Status != (call == 0 ? 201 : 200))
        {
            throw new InvalidOperationException($"Call {call} was answered with {reply.Status}: {reply.Text}");
        }

        version = reply.Header("ETag").Trim('"');
        Location = call == 0 ? reply.Header("Location") : Location;
    }

    /// <summary>Waits until the server has gone on by itself: the mail is sent, the ticket raised.</summary>
    public async Task MovedOnAsync(Connection connection)
    {
        var message = Messages.Get(form.Requester, Location, $"If-None-Match: \"{version}\"\r\n");
        while ((await connection.SendAsync(message)).Status == 304)
        {
            await Task.Delay(Pause);
        }
    }
}
