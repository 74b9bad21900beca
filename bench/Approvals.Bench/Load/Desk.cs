using Approvals.Bench.Servers;

namespace Approvals.Bench.Load;

/// <summary>Questions to a running server that are not part of the load.</summary>
internal sealed class Desk(ServerProcess server) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);
    private readonly Connection connection = new(server.EndPoint);
    private readonly Ledger ledger = new(server.DataPath);

    /// <summary>Waits until every mail is sent and every ticket raised: the outbox is empty.</summary>
    public async Task DrainedAsync()
    {
        while (ledger.Ask("SELECT EXISTS (SELECT 1 FROM outbox)") == 1)
        {
            await Task.Delay(Pause);
        }
    }

    public async Task<bool> IsIntactAsync(string location)
    {
        var id = location.Split('/')[^1];
        var reply = await connection.SendAsync(Messages.Get("auditor@example.com", $"/api/admin/audit/verify?requestId={id}"));
        return reply.Status == 200 && reply.Text.Contains("\"intact\":true");
    }

    public void Dispose()
    {
        ledger.Dispose();
        connection.Dispose();
    }
}
