using System.Security.Cryptography;
using System.Text;

namespace Approvals.Adapters.Tickets;

/// <summary>HMAC-SHA256 in the forms that systems write it in.</summary>
internal static class Signatures
{
    /// <summary><c>v1,base64</c> over <c>id.timestamp.body</c>. A secret with the prefix <c>whsec_</c> is base64, any other its own bytes.</summary>
    public static string Standard(string secret, string id, string timestamp, string body)
    {
        const string prefix = "whsec_";
        var buffer = new byte[secret.Length];
        var key = secret.StartsWith(prefix, StringComparison.Ordinal) && Convert.TryFromBase64String(secret[prefix.Length..], buffer, out var length)
            ? buffer[..length]
            : Encoding.UTF8.GetBytes(secret);
        return $"v1,{Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{id}.{timestamp}.{body}")))}";
    }

    public static byte[] Of(string secret, string text) => HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(text));

    public static bool Same(string expected, string? given) =>
        given is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(given));
}
