using System.Diagnostics;
using Approvals.Bench.Servers;
using Approvals.Core.Requests;

namespace Approvals.Bench.Load;

/// <summary>Clients that hand in one mail after the other, each for a request of its own; some mails come twice.</summary>
internal sealed class ReplyLoad(ServerProcess server, ReplyMails mails, IReadOnlyList<RequestId> requests)
{
    private const int TwiceEvery = 50;
    // Whoever hands in a mail counts for nothing.
    private const string Caller = "admin@example.com";
    private int next;
    private int twice;

    public Latencies Times { get; private set; } = new();

    /// <summary>Mails that were handed in a second time, so far.</summary>
    public int Twice => twice;

    /// <summary>Hands in the mails up to this number, from where the last run stopped. Throws when one comes to anything but what it must.</summary>
    /// <param name="looks">Called so many times, evenly.</param>
    public async Task RunAsync(int clients, int until, int looks, Action look)
    {
        var (from, each) = (next, Math.Max(1, (until - next) / looks));
        var done = await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(ClientAsync)));
        next = until;
        Times = Latencies.Join(done);

        async Task<Latencies> ClientAsync()
        {
            using var connection = new Connection(server.EndPoint);
            var times = new Latencies();
            for (int number; (number = Interlocked.Increment(ref next) - 1) < until;)
            {
                var message = Messages.Mail(Caller, mails.Write(number, requests[number]));
                times.Add(await HandInAsync(connection, message, number));
                if (number % TwiceEvery == 0)
                {
                    await HandInAsync(connection, message, number);
                    Interlocked.Increment(ref twice);
                }

                if ((number - from + 1) % each == 0)
                {
                    look();
                }
            }

            return times;
        }
    }

    private static async Task<long> HandInAsync(Connection connection, byte[] message, int number)
    {
        var (begun, expected) = (Stopwatch.GetTimestamp(), ReplyKind.Of(number).Outcome);
        var reply = await connection.SendAsync(message);
        return reply.Status == 202 && reply.Text.Contains($"\"outcome\":\"{expected}\"", StringComparison.Ordinal)
            ? begun
            : throw new InvalidOperationException($"Mail {number} must be '{expected}', and was answered with {reply.Status}: {reply.Text}");
    }
}
