using Approvals.Adapters.Sqlite;
using Approvals.Adapters.Tables;
using Approvals.App.Catalogues;
using Approvals.App.Ports;
using Approvals.Core.Catalogue;
using Approvals.Core.Requests;
using Approvals.Web.Hosting;

namespace Approvals.Server.Commands;

/// <summary><c>catalogue check | preview | simulate | history</c>: tools for those who write a catalogue. None of them changes anything.</summary>
internal static class CatalogueCommand
{
    public const int Good = 0;
    public const int Findings = 1;
    public const int Unusable = 2;

    private const string Usage = """
        usage: catalogue check [DIR] [--json]
               catalogue preview TOPIC FILE [--as MAIL] [--for MAIL] [--in DIR]
               catalogue simulate NEWDIR [--from EXPORT] [--json] [--chart FILE.svg]
               catalogue history [TOPIC OLD NEW]

        check     Everything that is wrong with a catalogue, each with file, line and what to do: what keeps it from being read, forms that no rule
                  speaks of, rules that hold together, rules that nothing reaches, steps that nobody could decide, people who have left,
                  examples that do not lead where they say.
        preview   Who would approve the form in FILE (fields as in a topic's exampleForm, or JSON), and which rule asks for each.
                  --as: who asks; --for: whom it is for.
        simulate  Puts all past requests to the catalogue in NEWDIR: who would have been asked, and what differs. The past is that of the server's
                  store, which may be running, or of an audit export (--from).
        history   Every catalogue that was put into use: when, by whom, which files; or what differs between two versions of a topic.
        DIR       The folder of a catalogue; without it, the one that the server would start with.
        Exit code: 0 nothing to correct (check), or done; 1 findings, or the form is refused; 2 it could not be done.
        """;

    public static async Task<int> RunAsync(string[] args, Func<CommandPlace> find, TextWriter output, TextWriter error, CancellationToken ct)
    {
        try
        {
            return Arguments.Read(args[1..], "--json", "--as=", "--for=", "--in=", "--from=", "--chart=") switch
            {
                { Words: ["check"] } options => await CheckAsync(null, find(), options, output, error, ct),
                { Words: ["check", var folder] } options => await CheckAsync(folder, find(), options, output, error, ct),
                { Words: ["preview", var topic, var file] } options => await PreviewAsync(topic, file, find(), options, output, ct),
                { Words: ["simulate", var folder] } options => await SimulateCommand.RunAsync(folder, find(), options, output, error, ct),
                { Words: ["history"] } => await HistoryCommand.ListAsync(find(), output, error, ct),
                { Words: ["history", var topic, var old, var now] } => await HistoryCommand.DifferAsync(topic, old, now, find(), output, ct),
                _ => throw new CommandException(Usage),
            };
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException or CommandException or SettingsException or DataFolderException or TableStorageException or StoreUnavailableException)
        {
            await error.WriteLineAsync(e.Message);
            return Unusable;
        }
    }

    private static async Task<int> CheckAsync(string? folder, CommandPlace place, Arguments options, TextWriter output, TextWriter error, CancellationToken ct)
    {
        using var bar = new ProgressBar(error, "Checking");
        var report = await new CatalogueCheck(place.Reader, place.Clock).RunAsync(folder is null ? place.Reader.Current() : place.Folder(folder), bar, ct);
        bar.Clear();
        await output.WriteAsync(options.Has("--json") ? ReportDocument.Of(report).ToJson() + Environment.NewLine : ReportText.Plain(report));
        return report.IsGood ? Good : Findings;
    }

    private static async Task<int> PreviewAsync(string topic, string file, CommandPlace place, Arguments options, TextWriter output, CancellationToken ct)
    {
        var catalogue = place.Load(options.Value("--in") is { } folder ? place.Folder(folder) : place.Reader.Current());
        if (catalogue.Topics.FirstOrDefault(known => known.Id == topic) is not { } found)
        {
            throw new CommandException($"There is no topic '{topic}'. The topics are: {string.Join(", ", catalogue.Topics.Select(known => known.Id))}.");
        }

        var form = place.Reader.ReadForm(found, Path.GetFileName(file), await File.ReadAllBytesAsync(file, ct));
        if (!form.Errors.IsEmpty)
        {
            throw new CommandException(string.Join('\n', form.Errors));
        }

        var requester = Mail("--as", options) ?? catalogue.People[0].Mail;
        if (found.Kind == TopicKind.Check)
        {
            var person = await new RoleBook(catalogue.Directory).PersonAsync(requester, ct);
            var outcome = CheckEvaluator.Evaluate(found, form.Fields, new EvaluationContext(place.Clock.GetUtcNow(), person));
            await output.WriteAsync(PreviewText.Of(outcome));
            return outcome is CheckOutcome.Judged ? Good : Findings;
        }

        var answer = await new CataloguePreview(NoDelegations.Instance, place.Clock).RunAsync(catalogue, new FormToTry(topic, form.Fields, requester, Mail("--for", options)), ct);
        await output.WriteAsync(PreviewText.Of(answer, requester));
        return answer is App.PreviewAnswer.Chain ? Good : Findings;
    }

    private static EmailAddress? Mail(string option, Arguments options) => options.Value(option) is not { } text ? null
        : EmailAddress.TryParse(text, out var mail) ? mail
        : throw new CommandException($"{option} is '{text}', which is not a mail address.");
}
