using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Approvals.Core.Audit;
using Xunit;

namespace Core.Tests.Audit;

/// <summary>
/// Events as they are stored, byte for byte. A file that changes here is a stream that can not be read any more: add a version and an upcaster instead.
/// <c>APPROVALS_UPDATE_GOLDEN=1</c> writes the files of new events.
/// </summary>
public sealed class GoldenTests
{
    public static TheoryData<string> Names => [.. GoldenEvents.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_written_as_the_golden_file_and_read_from_it(string name)
    {
        var e = GoldenEvents.All[name];
        var written = EventJson.Write(e, 3);
        if (Environment.GetEnvironmentVariable("APPROVALS_UPDATE_GOLDEN") == "1")
        {
            File.WriteAllBytes(PathOf(name), written);
        }

        Assert.True(File.Exists(PathOf(name)), $"There is no golden file {name}.json: run the tests once with APPROVALS_UPDATE_GOLDEN=1 and commit it.");
        var golden = File.ReadAllBytes(PathOf(name));
        Assert.Equal(Encoding.UTF8.GetString(golden), Encoding.UTF8.GetString(written));
        Assert.True(Deep.Equal(e, EventJson.Read(golden)), $"{name} is read as something else.");
    }

    [Fact]
    public void Every_golden_file_has_its_event() =>
        Assert.Equal(
            GoldenEvents.All.Keys.Order(StringComparer.Ordinal),
            Directory.GetFiles(Path.GetDirectoryName(PathOf("x"))!, "*.json").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_kind_of_event_has_its_example() =>
        Assert.All(EventTypes.All, type => Assert.Contains($"{type.FullName}.full", GoldenEvents.All.Keys));

    [Fact]
    public void The_full_example_of_an_event_has_every_property_of_its_record()
    {
        foreach (var type in EventTypes.All)
        {
            using var json = JsonDocument.Parse(EventJson.Write(GoldenEvents.All[$"{type.FullName}.full"], 1));
            Assert.Equal(
                type.Case.GetProperties().Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name)).Except(["at", "by", "commandId"]).Order(),
                json.RootElement.GetProperty("data").EnumerateObject().Select(field => field.Name).Order());
        }
    }

    // Beside this file in the repository, so that updating them is a change to commit.
    private static string PathOf(string name, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "Golden", $"{name}.json");
}
