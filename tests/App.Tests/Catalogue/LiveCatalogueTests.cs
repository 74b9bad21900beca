using System.Text;
using Approvals.Adapters.Memory;
using Approvals.Adapters.Yaml;
using Approvals.App.Catalogues;
using Approvals.App.Ports;
using Approvals.Core.Requests;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Approvals.App.Tests.Catalogue;

/// <summary>Changing the files while the desk works: all or nothing, on the record, and older versions stay.</summary>
public sealed class LiveCatalogueTests : IAsyncLifetime
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private static readonly EmailAddress Ada = EmailAddress.Parse("ada@example.com");
    private readonly string root = Directory.CreateTempSubdirectory("live-catalogue-").FullName;
    private readonly MemoryTopicArchive archive = new();
    private readonly FakeTimeProvider clock = new(SmallCatalogue.Now);
    private readonly CatalogueHistory history;
    private LiveCatalogue live = null!;

    public LiveCatalogueTests() => history = new CatalogueHistory(archive);

    public async ValueTask InitializeAsync()
    {
        Write(new SmallCatalogue());
        live = await OpenAsync();
    }

    public ValueTask DisposeAsync()
    {
        live.Dispose();
        Directory.Delete(root, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_start_is_on_the_record_once_however_often_it_starts()
    {
        using var again = await OpenAsync();
        var entry = Assert.Single(await history.ListAsync(null, 10, Ct));
        Assert.Equal((1, "start", 5), (entry.Number, entry.How, entry.Changes.Length));
        Assert.Contains($"process {Environment.ProcessId}", entry.By, StringComparison.Ordinal);
        Assert.Equal(new TopicChange("leave", null, 1), Assert.Single(entry.Topics));
    }

    [Fact]
    public async Task A_changed_file_is_loaded_once_it_stays_the_same_and_the_old_version_stays()
    {
        var hash = live.Status.InUse.Files.Hashes[SmallCatalogue.Topic];
        Write(new SmallCatalogue().Change(SmallCatalogue.Topic, "title: Leave", "title: Days off"));

        Assert.IsType<CatalogueLoad.Unchanged>(await live.RefreshAsync(Ct));
        Assert.Equal("Leave", live.Find("leave")!.Title);
        var entry = Assert.IsType<CatalogueLoad.Loaded>(await live.RefreshAsync(Ct)).Entry;

        Assert.Equal(("Days off", 2), (live.Find("leave")!.Title, live.Find("leave")!.Version));
        Assert.Equal("Leave", (await live.FindAsync("leave", 1, Ct))!.Title);
        Assert.Equal((2, "folder", new TopicChange("leave", 1, 2)), (entry.Number, entry.How, Assert.Single(entry.Topics)));
        var change = Assert.Single(entry.Changes);
        Assert.Equal((SmallCatalogue.Topic, hash, live.Status.InUse.Files.Hashes[SmallCatalogue.Topic]), (change.File, change.Before, change.After));
        Assert.IsType<CatalogueLoad.Unchanged>(await live.RefreshAsync(Ct));
        Assert.Null(await history.FirstBrokenAsync(Ct));
    }

    [Fact]
    public async Task A_broken_edit_keeps_everything_as_it_was_and_says_why_until_it_is_right()
    {
        var broken = new SmallCatalogue().Change(SmallCatalogue.Topic, "title: Leave", "title: Days off").Change("people.yaml", "calendar: main, access: [admin]", "calendar: moon, access: [admin]");
        Write(broken);
        await live.RefreshAsync(Ct);
        Assert.IsType<CatalogueLoad.Wrong>(await live.RefreshAsync(Ct));

        Assert.Equal("Leave", live.Find("leave")!.Title);
        var error = Assert.Single(live.Status.Problem!.Errors);
        Assert.Equal(("people.yaml", broken.LineOf("people.yaml", "moon")), (error.File, error.Line));
        Assert.Single(await history.ListAsync(null, 10, Ct));

        Write(new SmallCatalogue());
        await live.RefreshAsync(Ct);
        Assert.Null(live.Status.Problem);
    }

    [Fact]
    public async Task People_change_with_the_topics()
    {
        Write(new SmallCatalogue().Change("people.yaml", "name: Bo, manager: ann@example.com, calendar: main", "name: Bo, manager: ann@example.com, calendar: main, left: true"));
        await live.RefreshAsync(Ct);
        await live.RefreshAsync(Ct);
        Assert.False((await live.FindAsync(EmailAddress.Parse("bo@example.com"), Ct))!.Active);
        Assert.Empty((await live.HoldersAsync(new Core.Chains.RoleRef("lead"), Ct)).Holders);
        Assert.Equal(1, live.Find("leave")!.Version);
    }

    [Fact]
    public async Task An_upload_is_written_loaded_and_recorded_in_the_name_of_who_did_it()
    {
        var text = new SmallCatalogue().Change(SmallCatalogue.Topic, "title: Leave", "title: Days off").Text(SmallCatalogue.Topic);
        var entry = Assert.IsType<CatalogueLoad.Loaded>(await live.PutAsync(Files(text), Ada, Ct)).Entry;
        Assert.Equal(("ada@example.com", "upload"), (entry.By, entry.How));
        Assert.Equal(text, await File.ReadAllTextAsync(Path.Combine(root, SmallCatalogue.Topic), Ct));
        Assert.Equal("Days off", live.Find("leave")!.Title);
        await live.RefreshAsync(Ct);
        Assert.IsType<CatalogueLoad.Unchanged>(await live.RefreshAsync(Ct));
        Assert.Equal(2, (await history.ListAsync(null, 10, Ct)).Length);
    }

    [Fact]
    public async Task A_wrong_upload_leaves_the_folder_as_it_was()
    {
        var before = live.Status.InUse.Files;
        Assert.IsType<CatalogueLoad.Wrong>(await live.PutAsync(Files("id: leave\n"), Ada, Ct));
        Assert.Equal(before, FolderReader.Read(root));
        Assert.Null(live.Status.Problem);
    }

    [Fact]
    public async Task An_upload_that_a_crash_cut_short_is_finished_or_was_never_begun()
    {
        var text = new SmallCatalogue().Change(SmallCatalogue.Topic, "title: Leave", "title: Days off").Text(SmallCatalogue.Topic);
        Directory.CreateDirectory(Path.Combine(root, ".change-begun", "topics"));
        await File.WriteAllTextAsync(Path.Combine(root, ".change-begun", SmallCatalogue.Topic), text[..20], Ct);
        Assert.Equal("Leave", CatalogueFolder.Load(root, SmallCatalogue.Now).Topics.Single().Title);

        Directory.CreateDirectory(Path.Combine(root, ".change", "topics"));
        await File.WriteAllTextAsync(Path.Combine(root, ".change", SmallCatalogue.Topic), text, Ct);
        Assert.Equal("Days off", CatalogueFolder.Load(root, SmallCatalogue.Now).Topics.Single().Title);
        Assert.False(Directory.Exists(Path.Combine(root, ".change")));
    }

    [Fact]
    public async Task The_history_shows_when_an_entry_was_changed_afterwards()
    {
        var tampered = new MemoryTopicArchive();
        var kept = (await archive.LatestAsync("~catalogue", Ct))!;
        await tampered.SaveAsync("~catalogue", kept.ContentHash, kept.Source.Replace("\"start\"", "\"upload\"", StringComparison.Ordinal), Ct);
        Assert.Equal(1, await new CatalogueHistory(tampered).FirstBrokenAsync(Ct));
    }

    [Fact]
    public async Task Two_versions_differ_in_words()
    {
        Write(new SmallCatalogue()
            .Change(SmallCatalogue.Topic, "days: 2..10", "days: 2..12").Change(SmallCatalogue.Topic, "days: \"> 10\"", "days: \"> 12\"")
            .Change(SmallCatalogue.Topic, "  client: { label: Client version, kind: version }\n", "").Change(SmallCatalogue.Topic, "title: Leave", "title: Days off"));
        await live.RefreshAsync(Ct);
        await live.RefreshAsync(Ct);
        var changes = SourceDiff.Of((await archive.FindAsync("leave", 1, Ct))!.Source, (await archive.FindAsync("leave", 2, Ct))!.Source);
        Assert.Equal(
            [
                new SourceChange("title", "Leave", "Days off"),
                new SourceChange("fields › client", """{"label":"Client version","kind":"version"}""", null),
                new SourceChange("chain › tables › By length › rows › 2 › when › days", "2..10", "2..12"),
                new SourceChange("chain › tables › By length › rows › 3 › when › days", "> 10", "> 12"),
            ],
            changes);
    }

    private Task<LiveCatalogue> OpenAsync() => LiveCatalogue.OpenAsync(CatalogueFolder.Load(root, SmallCatalogue.Now), archive, clock, NullLogger<LiveCatalogue>.Instance, Ct);

    private static Dictionary<string, ReadOnlyMemory<byte>> Files(string topic) => new() { [SmallCatalogue.Topic] = Encoding.UTF8.GetBytes(topic) };

    private void Write(SmallCatalogue small)
    {
        Directory.CreateDirectory(Path.Combine(root, "topics"));
        foreach (var (file, content) in small.Set().Files)
        {
            File.WriteAllBytes(Path.Combine(root, file), content.ToArray());
        }
    }
}
