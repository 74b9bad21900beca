using System.Collections.Immutable;

namespace Approvals.Adapters.Tickets;

/// <summary>Runs checks one after the other. Each returns what is wrong, or throws what the system said.</summary>
internal static class Probe
{
    public static async Task<ImmutableArray<string>> RunAsync(IEnumerable<(string What, Func<Task<string?>> Check)> checks)
    {
        var problems = ImmutableArray.CreateBuilder<string>();
        foreach (var (what, check) in checks)
        {
            try
            {
                if (await check() is { } problem)
                {
                    problems.Add(problem);
                }
            }
            catch (RemoteException e)
            {
                problems.Add($"Could not check {what}: {e.Message} {Advice(e)}".TrimEnd());
                // The rest would say the same.
                if (e.Fault is RemoteFault.Away || IsUnauthorized(e))
                {
                    break;
                }
            }
        }

        // Several templates may lack the same.
        return [.. problems.Distinct()];
    }

    private static bool IsUnauthorized(RemoteException e) => e.Message.Contains(" 401", StringComparison.Ordinal);

    private static string Advice(RemoteException e) => e.Fault switch
    {
        RemoteFault.Away => "Check the address in the settings, and the network.",
        RemoteFault.Refused when IsUnauthorized(e) => "The credentials are wrong or have run out: set new ones.",
        RemoteFault.Refused when e.Message.Contains(" 403", StringComparison.Ordinal) => "The account lacks a right: give it to the account there.",
        RemoteFault.Refused when e.Message.Contains(" 404", StringComparison.Ordinal) => "It is not there, or the account does not see it: correct the catalogue or the settings.",
        _ => "",
    };
}
