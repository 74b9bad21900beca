using System.Collections.Immutable;

namespace Approvals.App.Ports;

/// <summary>The areas of <see cref="ISecretStore"/>: what goes with a desk when it moves to another store.</summary>
public static class SecretAreas
{
    /// <summary>What decision links, reply addresses and ids of uploads are signed with.</summary>
    public const string Mail = "mail";

    /// <summary>What sessions and form tokens are sealed with.</summary>
    public const string Sessions = "data-protection";

    /// <summary>What mail services prove themselves with when they tell of new mail.</summary>
    public const string Notices = "mail-notices";

    public static ImmutableArray<string> All { get; } = [Mail, Sessions, Notices];
}
