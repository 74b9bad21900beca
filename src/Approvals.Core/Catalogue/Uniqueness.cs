using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Approvals.Core.Requests;

namespace Approvals.Core.Catalogue;

/// <summary>What only one approved request may have, as one text: a hash, so that it tells nothing of the fields and fits any store.</summary>
internal static class Uniqueness
{
    public static ImmutableArray<UniqueClaim> Claims(Topic topic, FilledForm form)
    {
        var claims = ImmutableArray.CreateBuilder<UniqueClaim>();
        foreach (var rule in topic.Unique)
        {
            if ((rule.When is null || rule.When.Holds(form.Scene)) && rule.Key.Any(form.Values.ContainsKey))
            {
                claims.Add(new UniqueClaim(rule.Id, Key(topic.Id, rule, form)));
            }
        }

        return claims.ToImmutable();
    }

    // Each part is preceded by its length, so that no two different lists of parts read the same.
    private static string Key(string topic, UniqueRule rule, FilledForm form)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[4];
        foreach (var part in new[] { topic, rule.Id }.Concat(rule.Key.Select(name => form.Values.GetValueOrDefault(name)?.Canonical ?? "")))
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
