using System.Collections.Immutable;
using Approvals.Core.Catalogue;
using Approvals.Core.Search;

namespace Approvals.App.Ports;

/// <summary>The topics that the desk offers, and every version of a topic that a request was ever submitted under.</summary>
public interface ICatalogue
{
    ImmutableArray<Topic> Topics { get; }

    /// <summary>What the search knows of the desk's language. A catalogue that says nothing of it is searched all the same.</summary>
    SearchWords Words => SearchWords.None;

    /// <summary>The current version.</summary>
    Topic? Find(string topic);

    /// <summary>A version that may be old; null when it was never loaded here.</summary>
    ValueTask<Topic?> FindAsync(string topic, int version, CancellationToken ct);
}
