using System.Collections.Immutable;
using Approvals.App.Ports;
using Approvals.Core.Catalogue;
using Approvals.Core.Catalogue.Analysis;
using Approvals.Core.Chains;

namespace Approvals.App.Catalogues;

/// <summary>Checks a catalogue as its owners want it checked: that it can be read, and that its rules say what they mean.</summary>
public sealed class CatalogueCheck(ICatalogueReader reader, TimeProvider clock)
{
    private const long NearlyTooLarge = 800 * 1024;

    /// <summary>Everything about these files; nothing is changed.</summary>
    /// <param name="files">The files.</param>
    /// <param name="progress">Told the share that is done, from 0 to 1.</param>
    /// <param name="ct">Stops between two topics.</param>
    public async Task<CatalogueReport> RunAsync(CatalogueFileSet files, IProgress<double>? progress, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return reader.Read(files, now) switch
        {
            CatalogueReading.Wrong wrong => new CatalogueReport(wrong.Errors, null),
            CatalogueReading.Good good => await RunAsync(good.Catalogue, now, progress, ct),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static async Task<CatalogueReport> RunAsync(ReadCatalogue catalogue, DateTimeOffset now, IProgress<double>? progress, CancellationToken ct)
    {
        var remarks = new List<CatalogueRemark>([.. catalogue.PeopleRemarks, .. catalogue.RunExamples()]);
        foreach (var (name, content) in catalogue.Files.Files.Where(file => file.Value.Length > NearlyTooLarge))
        {
            remarks.Add(new CatalogueRemark(Severity.Note, name, 1, $"The file has {content.Length:N0} bytes, which nears the limit of 1 MiB. Split it."));
        }

        var done = 0;
        foreach (var topic in catalogue.Topics)
        {
            ct.ThrowIfCancellationRequested();
            var facts = await FactsAsync(topic, catalogue, ct);
            var anybody = catalogue.People[0] with { Mail = Nobody };
            var examples = catalogue.ExamplesOf(topic.Id);
            var found = TopicAnalysis.Of(topic, [.. examples.Select(example => example.Fields)], catalogue.People, [now, .. examples.Select(example => example.AtUtc)])
                .Concat(RoleAnalysis.Of(topic, facts, catalogue.People, anybody, now));
            remarks.AddRange(found.Select(finding => Remark(finding, catalogue)));
            progress?.Report((double)++done / catalogue.Topics.Length);
        }

        var sorted = remarks.OrderBy(remark => remark.Severity).ThenBy(remark => remark.File, StringComparer.Ordinal).ThenBy(remark => remark.Line);
        return new CatalogueReport([.. sorted], Sizes(catalogue));
    }

    // An address that no directory has: whoever asks, the step must have somebody.
    private static Core.Requests.EmailAddress Nobody { get; } = Core.Requests.EmailAddress.Parse("anybody@invalid.invalid");

    private static async Task<Facts> FactsAsync(Topic topic, ReadCatalogue catalogue, CancellationToken ct)
    {
        var roles = ImmutableDictionary.CreateBuilder<RoleRef, RoleHolders>();
        foreach (var role in topic.Chain.Steps.SelectMany(step => RoleAnalysis.Roles(topic, step, catalogue.People)).Distinct())
        {
            roles[role] = await RoleLookup.HoldersAsync(catalogue.Directory, role, ct);
        }

        return new Facts { Roles = roles.ToImmutable(), Owners = await catalogue.Directory.OwnersAsync(ct) };
    }

    private static CatalogueRemark Remark(Finding finding, ReadCatalogue catalogue)
    {
        var (file, line) = catalogue.Locate(finding.Topic!, finding.Place);
        return new CatalogueRemark(finding.IsNote ? Severity.Note : Severity.Warning, file, line, finding.Message, finding);
    }

    private static CatalogueSizes Sizes(ReadCatalogue catalogue)
    {
        var tables = catalogue.Topics.SelectMany(topic => topic.Chain.Tables).ToList();
        return new CatalogueSizes(
            catalogue.Files.Files.Count,
            catalogue.Files.Files.Values.Sum(content => (long)content.Length),
            catalogue.Topics.Length,
            catalogue.Topics.Sum(topic => topic.Fields.Length),
            catalogue.Topics.Sum(topic => topic.Checks.Length + topic.Refusals.Length),
            tables.Sum(table => table.Rows.Length),
            tables.Select(table => table.Rows.Length).DefaultIfEmpty().Max(),
            catalogue.People.Length,
            catalogue.Roles);
    }
}
