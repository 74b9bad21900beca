using System.Collections.Immutable;
using Approvals.App.Ports;
using Approvals.Core.Catalogue;

namespace Approvals.Adapters.Yaml;

/// <summary>
/// A folder with what customers edit: <c>topics/*.yaml</c>, <c>people.yaml</c>, <c>calendars.yaml</c>, <c>texts.yaml</c> (mail texts that topics do not
/// give themselves) and <c>fields.yaml</c> (fields that topics share). It is read and checked as a whole.
/// </summary>
public sealed class CatalogueFolder
{
    private readonly ImmutableArray<(Topic Topic, Node.Map Source, Node.Map File)> topics;
    private readonly YamlDirectory directory;

    private CatalogueFolder(ImmutableArray<(Topic, Node.Map, Node.Map)> topics, YamlDirectory directory)
    {
        this.topics = topics;
        this.directory = directory;
    }

    /// <summary>As they are in the files: their versions come with <see cref="OpenAsync"/>.</summary>
    public IEnumerable<Topic> Topics => topics.Select(topic => topic.Topic);
    public IDirectory Directory => directory;
    public IRoleSource Roles => directory;

    /// <summary>Throws <see cref="CatalogueException"/> with everything that is wrong.</summary>
    /// <param name="nowUtc">Holidays must cover this year.</param>
    public static CatalogueFolder Load(string path, DateTimeOffset nowUtc)
    {
        var problems = new Problems();
        var files = new CatalogueFiles(path, problems);
        var calendars = files.Read("calendars.yaml") is { } calendarFile ? new CalendarReader(nowUtc, problems).Read(calendarFile) : null;
        var organisation = calendars is not null && files.Read("people.yaml") is { } people ? new PeopleReader(calendars, problems).Read(people) : null;
        var texts = files.Read("texts.yaml");
        var shared = files.Read("fields.yaml", optional: true);
        HaveAllMails(texts, problems);
        var topics = ImmutableArray.CreateBuilder<(Topic, Node.Map, Node.Map)>();
        foreach (var file in files.Topics())
        {
            var source = TopicSource.Complete(file, shared, texts, calendars?.BusinessDay ?? "8 business hours", problems);
            var topic = new TopicReader(organisation, problems).Read(source, version: 1);
            if (topic.Id.Length > 0 && file.File != $"topics/{topic.Id}.yaml")
            {
                problems.Add(file.Find("id")!, $"The file of the topic '{topic.Id}' must be called {topic.Id}.yaml. Rename it, or change the id.");
            }

            topics.Add((topic, source, file));
        }

        problems.ThrowIfAny();
        return new CatalogueFolder(topics.ToImmutable(), new YamlDirectory(organisation!));
    }

    /// <summary>Gives every topic its version number and keeps the sources of new versions.</summary>
    public async Task<ICatalogue> OpenAsync(ITopicArchive archive, CancellationToken ct) =>
        await YamlCatalogue.OpenAsync([.. topics.Select(topic => (topic.Topic, topic.Source.ToJson()))], archive, ct).ConfigureAwait(false);

    /// <summary>The examples that the topics give of themselves, in the order of the files.</summary>
    public ImmutableArray<TopicExample> Examples()
    {
        var problems = new Problems();
        var examples = topics.SelectMany(topic => ExampleReader.Read(topic.Topic, topic.File, problems)).ToImmutableArray();
        problems.ThrowIfAny();
        return examples;
    }

    private static void HaveAllMails(Node.Map? texts, Problems problems)
    {
        foreach (var missing in MailReader.Kinds.Keys.Order(StringComparer.Ordinal).Where(kind => texts is not null && texts.Find(kind) is null))
        {
            problems.Add("texts.yaml", 1, $"There is no default text for the mail '{missing}'. Add it with 'subject' and 'body'.");
        }
    }
}
