using System.Text;

namespace Approvals.Core.Search;

/// <summary>Words as they are compared: small letters and digits, without the s of a plural; and how near two of them are.</summary>
internal static class Spelling
{
    private const int LongestWord = 40;

    public static List<string> Words(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var c in text)
        {
            if (char.IsLetterOrDigit(c))
            {
                word.Append(char.ToLowerInvariant(c));
            }
            else if (c is not ('\'' or '\u2019'))
            {
                Take();
            }
        }

        Take();
        return words;

        void Take()
        {
            if (word.Length > 0)
            {
                words.Add(Singular(word.ToString()));
                word.Clear();
            }
        }
    }

    /// <summary>1 for the word itself, less for one that goes on or has typing errors, 0 for another word.</summary>
    public static double Nearness(string typed, string word)
    {
        if (typed == word)
        {
            return 1;
        }

        if (typed.Length >= 3 && word.StartsWith(typed, StringComparison.Ordinal))
        {
            return typed.Length * 2 >= word.Length ? 0.8 : 0.6;
        }

        var allowed = typed.Length < 4 || typed.Any(char.IsAsciiDigit) ? 0 : typed.Length < 8 ? 1 : 2;
        return allowed == 0 || Math.Abs(typed.Length - word.Length) > allowed ? 0 : Errors(typed, word) switch
        {
            1 => 0.7,
            2 when allowed == 2 => 0.5,
            _ => 0,
        };
    }

    private static string Singular(string word)
    {
        var cut = word.Length > LongestWord ? word[..LongestWord] : word;
        return cut.Length > 3 && cut[^1] == 's' && cut[^2] is not ('s' or 'u' or 'i') ? cut[..^1] : cut;
    }

    // Letters put in, left out, changed, or two that changed places.
    private static int Errors(string a, string b)
    {
        var (before, row) = (new int[b.Length + 1], Enumerable.Range(0, b.Length + 1).ToArray());
        for (var i = 1; i <= a.Length; i++)
        {
            var next = new int[b.Length + 1];
            next[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                next[j] = Math.Min(Math.Min(next[j - 1], row[j]) + 1, row[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    next[j] = Math.Min(next[j], before[j - 2] + 1);
                }
            }

            (before, row) = (row, next);
        }

        return row[b.Length];
    }
}
