namespace Approvals.App.Mail;

/// <summary>Lower-case Crockford base32 of whole numbers and bytes: survives case folding, needs no escaping anywhere.</summary>
internal static class Base32
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    public static string Write(int number, int digits) => string.Create(digits, number, static (text, rest) =>
    {
        for (var i = text.Length - 1; i >= 0; i--, rest >>= 5)
        {
            text[i] = Alphabet[rest & 31];
        }
    });

    /// <summary>The first <paramref name="digits"/> times five bits.</summary>
    public static string Write(ReadOnlySpan<byte> bytes, int digits)
    {
        Span<char> text = stackalloc char[digits];
        for (var i = 0; i < digits; i++)
        {
            var bit = i * 5;
            var pair = (bytes[bit / 8] << 8) | (bit / 8 + 1 < bytes.Length ? bytes[bit / 8 + 1] : 0);
            text[i] = Alphabet[(pair >> (11 - bit % 8)) & 31];
        }

        return new string(text);
    }

    public static bool TryRead(ReadOnlySpan<char> text, out int number)
    {
        number = 0;
        foreach (var c in text)
        {
            var digit = Alphabet.IndexOf(c, StringComparison.Ordinal);
            if (digit < 0)
            {
                return false;
            }

            number = (number << 5) | digit;
        }

        return true;
    }
}
