using Approvals.App.Catalogues;
using Approvals.App.Ports;
using Approvals.Web.Hosting;

namespace Approvals.Server.Commands;

/// <summary><c>catalogue check | preview | simulate | history</c>: tools for those who write a catalogue.</summary>
internal static class CatalogueCommand
{
    public const int Good = 0;
    public const int Findings = 1;
    public const int Unusable = 2;

    private const string Usage = """
        usage: catalogue check [DIR] [--json]

        check     Everything that is wrong with a catalogue, each with file, line and what to do: what keeps it from being read, forms that no rule
                  speaks of, rules that hold together, rules that nothing reaches, steps that nobody could decide, people who have left.
        DIR       The folder of the catalogue; without it, the one that the server would start with.
        Exit code: 0 nothing to correct, 1 findings, 2 it could not be done.
        """;

    public static async Task<int> RunAsync(string[] args, Func<CommandPlace> find, TextWriter output, TextWriter error, CancellationToken ct)
    {
        try
        {
            var place = find();
            var json = args.Contains("--json");
            return args.Where(arg => arg != "--json").Skip(1).ToArray() switch
            {
                ["check"] => await CheckAsync(place.Reader.Current(), place, json, output, error, ct),
                ["check", var folder] => await CheckAsync(place.Folder(folder), place, json, output, error, ct),
                _ => await UsageAsync(error),
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CommandException or SettingsException)
        {
            await error.WriteLineAsync(e.Message);
            return Unusable;
        }
    }

    private static async Task<int> CheckAsync(CatalogueFileSet files, CommandPlace place, bool json, TextWriter output, TextWriter error, CancellationToken ct)
    {
        using var bar = new ProgressBar(error, "Checking");
        var report = await new CatalogueCheck(place.Reader, place.Clock).RunAsync(files, bar, ct);
        bar.Clear();
        await output.WriteAsync(json ? ReportDocument.Of(report).ToJson() + Environment.NewLine : ReportText.Plain(report));
        return report.IsGood ? Good : Findings;
    }

    private static async Task<int> UsageAsync(TextWriter error)
    {
        await error.WriteLineAsync(Usage);
        return Unusable;
    }
}
