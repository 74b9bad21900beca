using System.Collections.Immutable;
using Approvals.Core.Catalogue;

namespace Approvals.Adapters.Yaml;

/// <summary>Reads links: the names people read, and where they lead.</summary>
internal static class LinkReader
{
    public static ImmutableArray<TopicLink> Read(MapReader reader)
    {
        var links = ImmutableArray.CreateBuilder<TopicLink>();
        foreach (var entry in reader.Entries("links"))
        {
            if (entry.Value is Node.Scalar scalar && Uri.TryCreate(scalar.Text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeMailto))
            {
                links.Add(new TopicLink(entry.Key, scalar.Text));
            }
            else
            {
                reader.Problems.Add(entry.Value, $"The link '{entry.Key}' does not lead anywhere. Give it an address that starts with https:// or mailto:.");
            }
        }

        return links.ToImmutable();
    }
}
