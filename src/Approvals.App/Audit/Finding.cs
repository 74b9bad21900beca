using System.Collections.Immutable;

namespace Approvals.App.Audit;

/// <summary>Something that an untouched export would not have.</summary>
/// <param name="Line">Of the export; null when it concerns no line.</param>
public sealed record Finding(FindingKind Kind, long? Line, string? Request, long? Version, string Message);

public enum FindingKind
{
    HashDoesNotFollow, Gap, Duplicate, UnreadableEvent, UnreadableLine, TrailerMissing, TrailerMismatch, AfterTrailer,
    ShorterThanAnchor, OtherThanAnchor, MissingRequest, AnchorsBroken,
}

/// <summary>What a verification came to.</summary>
public abstract record AuditVerdict
{
    private AuditVerdict() { }

    /// <param name="Anchored">How many requests were held against an anchor.</param>
    public sealed record Intact(long Requests, long Events, long Anchored, DateTimeOffset ExportedAt) : AuditVerdict;

    /// <param name="Findings">The first ones, up to <see cref="AuditVerifier.MaxFindings"/>.</param>
    /// <param name="Total">How many there are in all.</param>
    public sealed record Broken(long Requests, long Events, ImmutableArray<Finding> Findings, long Total) : AuditVerdict;

    /// <summary>Nothing can be said: the input is not what it should be. The message says what to do.</summary>
    public sealed record Unusable(string Message) : AuditVerdict;
}

/// <summary>An input that nothing can be said about.</summary>
internal sealed class UnusableInputException(string message) : Exception(message);
