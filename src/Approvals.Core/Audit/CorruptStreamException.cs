namespace Approvals.Core.Audit;

/// <summary>Stored bytes are not an event or an effect that this product can have written.</summary>
public sealed class CorruptStreamException(string? type, long? version, string why, Exception? inner = null)
    : Exception($"{(type is null ? "An event" : $"The event '{type}'")}{(version is null ? "" : $" at version {version}")} can not be read: {why}", inner)
{
    /// <summary>The type as written, <c>step-approved.v1</c>; null when not even that could be read.</summary>
    public string? Type { get; } = type;
    public long? Version { get; } = version;
}
