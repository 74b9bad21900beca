using Approvals.Core.Audit;
using Approvals.Core.Requests;

namespace Approvals.App.Audit;

/// <summary>Checks the lines of one request, one after the other.</summary>
internal sealed class StreamCheck(RequestId request, IReadOnlyList<AnchoredVersion> anchored, Action<Finding> report)
{
    private byte[] last = HashChain.Genesis(request);
    private long version;

    public RequestId Request => request;

    public void Add(long line, AuditLine e)
    {
        if (e.Version <= version)
        {
            Report(FindingKind.Duplicate, line, e.Version, "The version stands here twice or out of order.");
            return;
        }

        if (e.Version > version + 1)
        {
            var missing = e.Version == version + 2 ? $"Version {version + 1} is" : $"Versions {version + 1} to {e.Version - 1} are";
            Report(FindingKind.Gap, line, e.Version, $"{missing} missing before it.");
        }
        else if (!HashChain.Next(last, e.Event).AsSpan().SequenceEqual(e.Hash))
        {
            Report(
                FindingKind.HashDoesNotFollow, line, e.Version,
                "Its hash does not follow from the event before it: this event, its hash or the one before was changed.");
        }

        CheckContent(line, e);
        CheckAnchors(line, e);

        // Going on from the hash as written: what was changed is reported where it is, and not for all that follows.
        (version, last) = (e.Version, e.Hash);
    }

    public void End()
    {
        if (anchored.Count > 0 && anchored.MaxBy(anchor => anchor.Version) is var anchor && anchor.Version > version)
        {
            Report(
                FindingKind.ShorterThanAnchor, null, version,
                $"The request ends here, but the anchor of {anchor.Day:yyyy-MM-dd} has seen version {anchor.Version}: its tail was cut.");
        }
    }

    private void CheckContent(long line, AuditLine e)
    {
        try
        {
            var header = EventJson.ReadHeader(e.Event);
            if (header.Version != e.Version)
            {
                Report(FindingKind.UnreadableEvent, line, e.Version, $"The event says of itself that it is version {header.Version}.");
            }

            var read = EventJson.Read(e.Event);
            if (e.Version == 1 && (read as RequestEvent.Submitted)?.Id != request)
            {
                Report(FindingKind.UnreadableEvent, line, e.Version, "The first event is not the submission of this request.");
            }
        }
        catch (CorruptStreamException corrupt)
        {
            Report(FindingKind.UnreadableEvent, line, e.Version, corrupt.Message);
        }
    }

    private void CheckAnchors(long line, AuditLine e)
    {
        foreach (var anchor in anchored)
        {
            if (anchor.Version == e.Version && !string.Equals(anchor.Hash, Convert.ToHexStringLower(e.Hash), StringComparison.OrdinalIgnoreCase))
            {
                Report(
                    FindingKind.OtherThanAnchor, line, e.Version,
                    $"The anchor of {anchor.Day:yyyy-MM-dd} has another hash of this version: the request was written anew.");
                break;
            }
        }
    }

    private void Report(FindingKind kind, long? line, long? at, string message) => report(new Finding(kind, line, request.Value, at, message));
}
