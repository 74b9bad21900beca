using Approvals.App;
using Approvals.Core.Catalogue;

namespace Approvals.Web.Pages.Home;

public sealed record HomeModel(string Search, IReadOnlyList<TopicCard> Topics, IReadOnlyList<InboxItem> Waiting, IReadOnlyList<RequestSummary> Mine);

/// <param name="Words">All the words by which a script may filter the list while somebody types.</param>
public sealed record TopicCard(string Id, TopicKind Kind, string Title, string Summary, string Words)
{
    public static TopicCard Of(Topic topic) =>
        new(topic.Id, topic.Kind, topic.Title, topic.Summary, string.Join(' ', [topic.Id, topic.Title, topic.Summary, .. topic.Keywords]).ToLowerInvariant());
}
