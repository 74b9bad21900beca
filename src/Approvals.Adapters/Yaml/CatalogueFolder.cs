using System.Collections.Immutable;
using Approvals.App.Catalogues;
using Approvals.App.Ports;
using Approvals.Core.Catalogue;
using Approvals.Core.Search;

namespace Approvals.Adapters.Yaml;

/// <summary>
/// A folder with what customers edit: <c>topics/*.yaml</c>, <c>people.yaml</c>, <c>calendars.yaml</c>, <c>texts.yaml</c> (mail texts that topics do not
/// give themselves), <c>fields.yaml</c> (fields that topics share) and <c>synonyms.yaml</c>. It is read and checked as a whole.
/// </summary>
public sealed class CatalogueFolder
{
    private readonly ImmutableArray<(Topic Topic, Node.Map Source, Node.Map File)> topics;
    private readonly YamlDirectory directory;
    private readonly SearchWords words;
    private readonly Organisation organisation;

    private CatalogueFolder(ImmutableArray<(Topic, Node.Map, Node.Map)> topics, SearchWords words, Organisation organisation, CatalogueFileSet files, string root)
    {
        Root = root;
        this.topics = topics;
        this.words = words;
        this.organisation = organisation;
        directory = new YamlDirectory(organisation);
        Files = files;
    }

    /// <summary>Where it lies.</summary>
    public string Root { get; }

    /// <summary>What it was read from.</summary>
    public CatalogueFileSet Files { get; }

    /// <summary>As the files say now, all of version 1: versions come with <see cref="OpenAsync"/>.</summary>
    public ImmutableArray<Topic> Topics => [.. topics.Select(topic => topic.Topic)];
    public SearchWords Words => words;
    public IDirectory Directory => directory;
    public IRoleSource Roles => directory;
    internal Organisation Organisation => organisation;

    /// <summary>Throws <see cref="CatalogueException"/> with everything that is wrong.</summary>
    /// <param name="nowUtc">Holidays must cover this year.</param>
    public static CatalogueFolder Load(string path, DateTimeOffset nowUtc)
    {
        try
        {
            FolderWriter.Finish(path);
            return Load(FolderReader.Read(path), path, nowUtc);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            throw new CatalogueException([new CatalogueError(path, 1, $"The catalogue can not be read: {wrong.Message}")]);
        }
    }

    /// <inheritdoc cref="Load(string, DateTimeOffset)"/>
    /// <param name="set">The files.</param>
    /// <param name="path">Where they lie, for messages.</param>
    /// <param name="nowUtc">Holidays must cover this year.</param>
    public static CatalogueFolder Load(CatalogueFileSet set, string path, DateTimeOffset nowUtc)
    {
        var problems = new Problems();
        var files = new CatalogueFiles(set, path, problems);
        var calendars = files.Read("calendars.yaml") is { } calendarFile ? new CalendarReader(nowUtc, problems).Read(calendarFile) : null;
        var organisation = calendars is not null && files.Read("people.yaml") is { } people ? new PeopleReader(calendars, problems).Read(people) : null;
        var texts = files.Read("texts.yaml");
        var shared = files.Read("fields.yaml", optional: true);
        var words = files.Read("synonyms.yaml", optional: true) is { } synonyms ? SearchWordsReader.Read(synonyms, problems) : SearchWords.None;
        HaveAllMails(texts, problems);
        var topics = ImmutableArray.CreateBuilder<(Topic, Node.Map, Node.Map)>();
        foreach (var file in files.Topics())
        {
            var source = TopicSource.Complete(file, shared, texts, calendars, problems);
            var topic = new TopicReader(organisation, problems).Read(source, version: 1);
            if (topic.Id.Length > 0 && file.File != $"topics/{topic.Id}.yaml")
            {
                problems.Add(file.Find("id")!, $"The file of the topic '{topic.Id}' must be called {topic.Id}.yaml. Rename it, or change the id.");
            }

            topics.Add((topic, source, file));
        }

        TopicLinks.Check([.. topics.Select(topic => (topic.Item1, topic.Item3))], organisation, problems);
        problems.ThrowIfAny();
        return new CatalogueFolder(topics.ToImmutable(), words, organisation!, set, path);
    }

    /// <summary>Gives every topic its version number and keeps the sources of new versions.</summary>
    public async Task<ICatalogue> OpenAsync(ITopicArchive archive, CancellationToken ct) =>
        await YamlCatalogue.OpenAsync([.. topics.Select(topic => (topic.Topic, topic.Source.ToJson()))], words, archive, ct).ConfigureAwait(false);

    /// <summary>The examples that the topics give of themselves, in the order of the files.</summary>
    public ImmutableArray<TopicExample> Examples()
    {
        var problems = new Problems();
        var examples = topics.SelectMany(topic => ExampleReader.Read(topic.Topic, topic.File, problems)).ToImmutableArray();
        problems.ThrowIfAny();
        return examples;
    }

    /// <summary>The examples that do not lead where they say, or can not be read.</summary>
    public ImmutableArray<CatalogueRemark> RunExamples()
    {
        var problems = new Problems();
        return ExampleRun.Of([.. topics.SelectMany(topic => ExampleReader.Read(topic.Topic, topic.File, problems))], directory, problems);
    }

    /// <summary>The catalogue for those who look at it without putting it into use.</summary>
    public ReadCatalogue ToRead() => new()
    {
        Files = Files,
        Topics = [.. topics.Select(topic => topic.Topic)],
        Directory = directory,
        Access = directory,
        People = directory.People,
        PeopleRemarks = LeaverCheck.Of(organisation),
        Roles = organisation.Roles.Count,
        ExamplesOf = id => [.. Examples(id).Select(example => (example.Fields, example.AtUtc))],
        RunExamples = RunExamples,
        Locate = (id, place) => NodePath.Find(topics.First(topic => topic.Topic.Id == id).File, place),
        SourceOf = id => topics.First(topic => topic.Topic.Id == id).Source.ToJson(),
    };

    // An example that is wrong is told by RunExamples; here the others do.
    private ImmutableArray<TopicExample> Examples(string id)
    {
        var topic = topics.First(topic => topic.Topic.Id == id);
        return [.. ExampleReader.Read(topic.Topic, topic.File, new Problems())];
    }

    /// <summary>What people type when they look for a topic, as the topics say it of themselves (<c>foundBy</c>).</summary>
    public ImmutableArray<(string Topic, string Words)> Searches()
    {
        var problems = new Problems();
        var searches = topics.SelectMany(topic => new MapReader(topic.File, problems).Texts("foundBy").Select(words => (topic.Topic.Id, words.Text))).ToImmutableArray();
        problems.ThrowIfAny();
        return searches;
    }

    private static void HaveAllMails(Node.Map? texts, Problems problems)
    {
        foreach (var missing in MailReader.Kinds.Keys.Order(StringComparer.Ordinal).Where(kind => texts is not null && texts.Find(kind) is null))
        {
            problems.Add("texts.yaml", 1, $"There is no default text for the mail '{missing}'. Add it with 'subject' and 'body'.");
        }
    }
}
