using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Approvals.Adapters.Tables;

/// <summary>Texts as keys. Azure takes no <c>/ \ # ?</c> in a key, and a percent sign or a quote in one travels badly through addresses and filters.</summary>
internal static class Keys
{
    private static readonly SearchValues<char> Escaped = SearchValues.Create("%'!/\\#?");

    private const int MaxLength = 900;

    /// <summary>Readable and one to one, but not in the order of the texts. What would be longer than <paramref name="most"/> is hashed.</summary>
    public static string Escape(string text, int most = MaxLength)
    {
        if (text.Length <= most && text.AsSpan().IndexOfAny(Escaped) < 0)
        {
            return text;
        }

        var key = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            _ = Escaped.Contains(c) ? key.Append('!').Append(((int)c).ToString("X2", null)) : key.Append(c);
        }

        return key.Length <= most ? key.ToString() : "!!" + Hash(text);
    }

    /// <summary>For texts of any length and characters.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
