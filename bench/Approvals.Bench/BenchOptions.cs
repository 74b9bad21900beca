using System.Globalization;

namespace Approvals.Bench;

/// <summary>What to measure, from the command line.</summary>
internal sealed record BenchOptions
{
    public const string Usage = """
        usage: dotnet run -c Release --project bench/Approvals.Bench -- SCENARIO [options]

        approvals   two-step approvals with ticket and mails, as fast as the clients can: rate, latency, processor time, what is stored
        latency     the same at a fixed rate, whatever the server does: latency from the time at which each call was due
        pending     a million pending requests against a thousand: start, memory, inbox, due sweep
        simulate    past requests (--pending of them) put to a changed catalogue
        tickets     tickets through a stand-in of a remote system: rate, many that wait while it is away for a day, and how they drain
        replies     answers by mail, handed in over HTTP: rate, memory, and that exactly the right requests are decided
        micro       the parts of one approval, one by one

        --topic NAME     form of bench/Approvals.Bench/Forms (non-standard-payment-terms)
        --clients N      clients at once (32)
        --seconds N      length of what is measured (20)
        --warmup N       seconds before it (10)
        --rate N         approvals a second of 'latency' (250)
        --pending N      pending requests (1000000)
        --waiting N      tickets that wait in 'tickets' (50000)
        --mails N        answers by mail in 'replies', each to a request of its own (100000)
        --keep DIR       keeps the seeded data of 'pending', 'simulate' and 'replies' there, and uses it the next time
        --data DIR       where data folders are made (the system's folder for temporary files)
        --json FILE      writes what was measured there
        """;

    public required string Scenario { get; init; }
    public string Topic { get; init; } = "non-standard-payment-terms";
    public int Clients { get; init; } = 32;
    public int Seconds { get; init; } = 20;
    public int WarmUp { get; init; } = 10;
    public int Rate { get; init; } = 250;
    public int Pending { get; init; } = 1_000_000;
    public int Waiting { get; init; } = 50_000;
    public int Mails { get; init; } = 100_000;
    public string? Keep { get; init; }
    public string Data { get; init; } = Path.GetTempPath();
    public string? Json { get; init; }

    /// <summary>Null: not understood.</summary>
    public static BenchOptions? Parse(string[] args)
    {
        if (args is not [var scenario, .. var rest] || rest.Length % 2 != 0)
        {
            return null;
        }

        var options = new BenchOptions { Scenario = scenario };
        foreach (var pair in rest.Chunk(2))
        {
            if (With(options, pair[0], pair[1]) is not { } more)
            {
                return null;
            }

            options = more;
        }

        return options;
    }

    private static BenchOptions? With(BenchOptions options, string name, string value) => name switch
    {
        "--topic" => options with { Topic = value },
        "--clients" => options with { Clients = Number(value) },
        "--seconds" => options with { Seconds = Number(value) },
        "--warmup" => options with { WarmUp = Number(value) },
        "--rate" => options with { Rate = Number(value) },
        "--pending" => options with { Pending = Number(value) },
        "--waiting" => options with { Waiting = Number(value) },
        "--mails" => options with { Mails = Number(value) },
        "--keep" => options with { Keep = value },
        "--data" => options with { Data = value },
        "--json" => options with { Json = value },
        _ => null,
    };

    private static int Number(string value) => int.Parse(value, NumberStyles.None, CultureInfo.InvariantCulture);
}
