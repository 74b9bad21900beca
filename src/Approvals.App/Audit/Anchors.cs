using Approvals.Core.Requests;

namespace Approvals.App.Audit;

/// <summary>What the anchor files together say: each request's versions with the hash they had, in order of version.</summary>
internal sealed class Anchors
{
    private readonly Dictionary<RequestId, List<AnchoredVersion>> versions = [];
    private readonly HashSet<RequestId> seen = [];

    public int Seen => seen.Count;

    public static Anchors Of(IReadOnlyList<Anchor> files, Action<Finding> report)
    {
        var anchors = new Anchors();
        Anchor? before = null;
        foreach (var file in files.OrderBy(file => file.Day))
        {
            if (Broken(before, file) is { } why)
            {
                report(new Finding(FindingKind.AnchorsBroken, null, null, null, why));
            }

            foreach (var version in file.Versions)
            {
                if (!anchors.versions.TryGetValue(version.Request, out var list))
                {
                    anchors.versions.Add(version.Request, list = []);
                }

                list.Add(version);
            }

            before = file;
        }

        return anchors;
    }

    /// <summary>The anchored versions of a request in the export, which is then no longer missing.</summary>
    public IReadOnlyList<AnchoredVersion> Take(RequestId request)
    {
        if (!versions.TryGetValue(request, out var list))
        {
            return [];
        }

        seen.Add(request);
        return list;
    }

    public IEnumerable<AnchoredVersion> Missing() => versions.Where(pair => !seen.Contains(pair.Key)).Select(pair => pair.Value[^1]).OrderBy(version => version.Request);

    private static string? Broken(Anchor? before, Anchor file) => (before, file) switch
    {
        (_, { Whole: false }) => $"{file.Name} does not have as many lines as it says: it was cut or edited. Take it from where it was kept.",
        ({ } b, _) when b.Day == file.Day && b.Digest != file.Digest => $"{b.Name} and {file.Name} are both of {file.Day:yyyy-MM-dd} and differ: one of them is not genuine.",
        ({ } b, _) when b.Day == file.PreviousDay && b.Digest != file.Previous => $"{file.Name} does not follow from {b.Name}: one of them was changed after it was written.",
        _ => null,
    };
}
