using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Approvals.App.Catalogues;
using Approvals.App.Ports;
using Approvals.Web.Hosting;
using Approvals.Web.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Approvals.Web.Pages.Catalogue;

/// <summary>What is in use, what was, what is wrong with it, and trying a change before it counts.</summary>
internal static partial class CataloguePages
{
    private const string Home = "/administration/catalogue";
    private const int HistoryPage = 10;
    private const long LargestUpload = 8 * 1024 * 1024;
    private static readonly ImmutableSortedDictionary<string, ReadOnlyMemory<byte>> Nothing = ImmutableSortedDictionary<string, ReadOnlyMemory<byte>>.Empty;
    private static readonly string[] RootFiles = ["calendars.yaml", "people.yaml", "texts.yaml", "fields.yaml", "synonyms.yaml"];

    public static void MapCatalogue(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup(Home).RequireAuthorization(Policies.SeesEverything);
        pages.MapGet("", ShowAsync);
        pages.MapGet("/topics/{topic}", DifferAsync);
        pages.MapGet("/proposals/{id}", ProposalAsync);
        pages.MapPreview();
        pages.MapSimulation();
        pages.MapPost("/proposals", UploadAsync).RequireAuthorization(Policies.Administrator).WithMetadata(new LargerBody(LargestUpload));
        pages.MapPost("/proposals/{id}/use", UseAsync).RequireAuthorization(Policies.Administrator);
    }

    public static async Task<IResult> GoneAsync(HttpContext context, PageFrame frame, CancellationToken ct) => Show.Message(
        await frame.OfAsync(context, [], ct), StatusCodes.Status404NotFound, "It is not here any more", "A proposal lives in the server's memory: a restart, or newer ones, push it out. Upload the files again.");

    private static async Task<IResult> ShowAsync(int? before, HttpContext context, ICatalogueControl control, ICatalogue catalogue, CatalogueHistory history, Proposals proposals, PageFrame frame, CancellationToken ct) =>
        Show.Page<CataloguePage>(await frame.OfAsync(context, [], ct), await ModelAsync(before, null, context, control, catalogue, history, proposals, ct));

    private static async Task<CatalogueModel> ModelAsync(
        int? before, string? problem, HttpContext context, ICatalogueControl control, ICatalogue catalogue, CatalogueHistory history, Proposals proposals, CancellationToken ct)
    {
        var entries = await history.ListAsync(before, HistoryPage, ct);
        var next = entries is [.., { Number: > 1 } last] ? $"{Home}?before={last.Number}" : null;
        return new CatalogueModel(control.Status, catalogue.Topics, await proposals.CheckInUseAsync(ct), entries, next, before is null, context.Caller().IsAdministrator, problem);
    }

    private static async Task<IResult> DifferAsync(string topic, int? from, int? to, HttpContext context, ITopicArchive archive, PageFrame frame, CancellationToken ct)
    {
        var latest = await archive.LatestAsync(topic, ct);
        var (now, old) = (to ?? latest?.Version ?? 0, from ?? (to ?? latest?.Version ?? 0) - 1);
        return await archive.FindAsync(topic, now, ct) is { } after && await archive.FindAsync(topic, old, ct) is { } before
            ? Show.Page<DifferencePage>(await frame.OfAsync(context, [], ct), new DifferenceModel(topic, old, now, SourceDiff.Of(before.Source, after.Source)))
            : Show.Message(await frame.OfAsync(context, [], ct), StatusCodes.Status404NotFound, "There are no such versions", "The first version of a topic has none before it to compare with.");
    }

    private static async Task<IResult> UploadAsync(
        HttpContext context, ICatalogueControl control, ICatalogue catalogue, CatalogueHistory history, Proposals proposals, PageFrame frame, CancellationToken ct)
    {
        var (files, problem) = await ReadAsync((await context.Request.ReadFormAsync(ct)).Files, ct);
        if (problem is not null)
        {
            var page = await frame.OfAsync(context, [], ct);
            return Show.Page<CataloguePage>(page, await ModelAsync(null, problem, context, control, catalogue, history, proposals, ct), StatusCodes.Status400BadRequest);
        }

        return Show.SeeOther($"{Home}/proposals/{(await proposals.AddAsync(files, ct)).Id}");
    }

    private static async Task<(ImmutableSortedDictionary<string, ReadOnlyMemory<byte>> Files, string? Problem)> ReadAsync(IFormFileCollection sent, CancellationToken ct)
    {
        var files = ImmutableSortedDictionary.CreateBuilder<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        foreach (var file in sent.Where(file => file.Length > 0))
        {
            var name = file.FileName.Split('/', '\\')[^1];
            if (!RootFiles.Contains(name) && !TopicFile().IsMatch(name))
            {
                return (Nothing, $"'{(name.Length <= 80 ? name : name[..80])}' is not a file of a catalogue. Choose {string.Join(", ", RootFiles)}, or the file of a topic, such as my-topic.yaml.");
            }

            using var content = new MemoryStream();
            await file.CopyToAsync(content, ct);
            files[RootFiles.Contains(name) ? name : $"topics/{name}"] = content.ToArray();
        }

        return files.Count == 0 ? (Nothing, "No file was chosen. Choose the files that you changed.") : (files.ToImmutable(), null);
    }

    private static async Task<IResult> ProposalAsync(string id, HttpContext context, Proposals proposals, ICatalogueControl control, ICatalogueReader reader, TimeProvider clock, PageFrame frame, CancellationToken ct) =>
        proposals.Find(id) is { } proposal
            ? Show.Page<ProposalPage>(await frame.OfAsync(context, [], ct), Model(proposal, null, context, control, reader, clock))
            : await GoneAsync(context, frame, ct);

    private static ProposalModel Model(Proposal proposal, string? problem, HttpContext context, ICatalogueControl control, ICatalogueReader reader, TimeProvider clock)
    {
        var now = control.Status.InUse;
        var differences = ImmutableArray.CreateBuilder<(string, ImmutableArray<SourceChange>)>();
        if (reader.Read(proposal.Files, clock.GetUtcNow()) is CatalogueReading.Good { Catalogue: var proposed })
        {
            foreach (var topic in proposed.Topics)
            {
                var before = now.Topics.Any(known => known.Id == topic.Id) ? now.SourceOf(topic.Id) : "{}";
                if (SourceDiff.Of(before, proposed.SourceOf(topic.Id)) is { IsEmpty: false } changes)
                {
                    differences.Add((topic.Id, changes));
                }
            }
        }

        return new ProposalModel(
            proposal.Id, [.. proposal.Changed.Keys], proposal.Report, differences.ToImmutable(), context.Caller().IsAdministrator, proposal.Simulation is not null, problem);
    }

    private static async Task<IResult> UseAsync(string id, HttpContext context, Proposals proposals, ICatalogueControl control, ICatalogueReader reader, TimeProvider clock, PageFrame frame, CancellationToken ct)
    {
        if (proposals.Find(id) is not { } proposal)
        {
            return await GoneAsync(context, frame, ct);
        }

        string problem;
        try
        {
            var load = await control.PutAsync(proposal.Changed, context.Caller().Mail, ct);
            if (load is not CatalogueLoad.Wrong wrong)
            {
                return Show.SeeOther($"{Home}?done={(load is CatalogueLoad.Loaded ? "catalogue" : "again")}");
            }

            problem = $"It can not be used as it is now: {wrong.Errors[0]}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problem = $"The folder of the catalogue can not be written here ({e.GetType().Name}). Deploy the files instead; a folder that changes is loaded by itself.";
        }

        return Show.Page<ProposalPage>(await frame.OfAsync(context, [], ct), Model(proposal, problem, context, control, reader, clock), StatusCodes.Status409Conflict);
    }

    [GeneratedRegex("^[a-z][a-z0-9-]{0,59}\\.yaml$")]
    private static partial Regex TopicFile();
}
