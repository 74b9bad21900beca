using System.Security.Cryptography;
using System.Text;
using Approvals.Adapters.Sqlite;
using Approvals.App.Ports;
using Approvals.Core.Audit;
using Approvals.Core.Effects;
using Approvals.Core.Requests;

// A process for tests to kill: appends for ever, and prints "id version" of what was acknowledged.
// When the store is away it prints "unavailable" and goes on at the next line of input.
using var database = SqliteDatabase.Open(new SqliteOptions { DataPath = args[0] });
var store = new SqliteRequestStore(database);
await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(AppendForEverAsync)));

async Task AppendForEverAsync()
{
    while (true)
    {
        var id = RequestId.FromBytes(RandomNumberGenerator.GetBytes(16));
        ReadOnlyMemory<byte> last = HashChain.Genesis(id);
        for (var version = 1; version <= 20; version++)
        {
            var bytes = Encoding.UTF8.GetBytes($"{id} {version} {new string('x', Random.Shared.Next(2000))}");
            last = HashChain.Next(last.Span, bytes);
            await AppendAsync(new Append
            {
                Id = id,
                ExpectedVersion = version - 1,
                Events = [new StoredEvent(version, bytes, last)],
                Command = new StoredCommand($"{version}", "", version),
                Outbox = [new OutboxRow(new EffectId(id, version, 0), bytes, 0, DateTimeOffset.UnixEpoch)],
                Done = version == 1 ? [] : [new EffectId(id, version - 1, 0)],
                DueAtUtc = DateTimeOffset.UnixEpoch.AddSeconds(version),
                Index = [new IndexChange("all", id.Value, bytes)],
            });
            Console.Out.WriteLine($"{id} {version}");
        }
    }
}

async Task AppendAsync(Append append)
{
    while (true)
    {
        try
        {
            if (await store.AppendAsync(append, CancellationToken.None) is AppendResult.Conflict)
            {
                Console.Out.WriteLine("conflict");
            }

            return;
        }
        catch (StoreUnavailableException)
        {
            Console.Out.WriteLine("unavailable");
            Console.In.ReadLine();
        }
    }
}
