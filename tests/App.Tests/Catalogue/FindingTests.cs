using Approvals.Core.Search;
using Xunit;

namespace Approvals.App.Tests.Catalogue;

/// <summary>Each topic is found by what it says people type.</summary>
public sealed class FindingTests
{
    private const int First = 3;
    private static readonly TopicIndex Index = new(SampleCatalogue.Folder.Topics, SampleCatalogue.Folder.Words);

    public static TheoryData<string, string> Searches() => [.. SampleCatalogue.Folder.Searches().Select(search => new TheoryDataRow<string, string>(search.Words, search.Topic))];

    [Theory]
    [MemberData(nameof(Searches))]
    public void Is_among_the_first(string words, string topic)
    {
        var found = Index.Find(words).Take(First).Select(found => found.Id).ToList();
        Assert.True(found.Contains(topic), $"'{words}' finds {string.Join(", ", found)}, not {topic}.");
    }

    [Fact]
    public void Every_topic_is_found_by_its_own_title_and_keywords()
    {
        foreach (var topic in SampleCatalogue.Folder.Topics)
        {
            foreach (var words in topic.Keywords.Prepend(topic.Title))
            {
                Assert.True(Index.Find(words).Contains(topic), $"'{words}' does not find {topic.Id}.");
            }
        }
    }
}
