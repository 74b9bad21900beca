using System.Collections.Immutable;
using System.Text;

namespace Approvals.App.Mail;

/// <summary>One Authentication-Results header (RFC 8601): who judged, and what they found.</summary>
internal sealed record AuthenticationResults(string AuthservId, ImmutableArray<AuthenticationResult> Results)
{
    /// <summary>Of a boundary that names itself nowhere. Null when a name stands there, or when the header is not well formed.</summary>
    public static AuthenticationResults? ParseUnnamed(string header)
    {
        var text = new AuthenticationResultsText(header);
        return text.Skip() && text.Pair() is not null ? Parse($"{MailOptions.Unnamed}; {header}") : null;
    }

    /// <summary>Null when the header is not well formed. Comments and quoted texts never pass for results.</summary>
    public static AuthenticationResults? Parse(string header)
    {
        var text = new AuthenticationResultsText(header);
        if (!text.Skip() || text.Value() is not { Length: > 0 } id || !text.Skip() || (!text.AtEnd && !text.Is(';') && text.Value() != "1"))
        {
            return null;
        }

        var results = ImmutableArray.CreateBuilder<AuthenticationResult>();
        while (text.Skip() && !text.AtEnd)
        {
            if (!text.Take(';') || !text.Skip())
            {
                return null;
            }

            if (text.AtEnd || text.Is(';') || text.TakeNone())
            {
                continue;
            }

            if (text.Pair() is not { } method)
            {
                return null;
            }

            var properties = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
            while (text.Skip() && !text.AtEnd && !text.Is(';'))
            {
                if (text.Pair() is not { } property)
                {
                    return null;
                }

                properties.Add(property);
            }

            results.Add(new AuthenticationResult(method.Key.Split('/')[0], method.Value.ToLowerInvariant(), properties.ToImmutable()));
        }

        return text.AtEnd ? new AuthenticationResults(id.ToLowerInvariant(), results.ToImmutable()) : null;
    }
}

/// <param name="Method">Lower case: <c>dmarc</c>, <c>spf</c>, <c>compauth</c>.</param>
internal sealed record AuthenticationResult(string Method, string Result, ImmutableArray<KeyValuePair<string, string>> Properties)
{
    public IEnumerable<string> Values(string property) => Properties.Where(p => p.Key == property).Select(p => p.Value);
}

/// <summary>Reads the header from left to right.</summary>
internal sealed class AuthenticationResultsText(string text)
{
    private int at;

    public bool AtEnd => at >= text.Length;

    public bool Is(char c) => at < text.Length && text[at] == c;

    public bool Take(char c)
    {
        var found = Is(c);
        at += found ? 1 : 0;
        return found;
    }

    /// <summary>The whole of the results is "none".</summary>
    public bool TakeNone()
    {
        var rest = text.AsSpan(at).TrimEnd();
        if (!rest.Equals("none", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        at = text.Length;
        return true;
    }

    /// <summary>Over spaces and comments; false when a comment does not end.</summary>
    public bool Skip()
    {
        var depth = 0;
        for (; at < text.Length; at++)
        {
            switch (text[at])
            {
                case '(': depth++; break;
                case ')' when depth > 0: depth--; break;
                case '\\' when depth > 0: at++; break;
                case ' ' or '\t' or '\r' or '\n': break;
                default:
                    if (depth == 0)
                    {
                        return true;
                    }

                    break;
            }
        }

        at = text.Length;
        return depth == 0;
    }

    public KeyValuePair<string, string>? Pair()
    {
        var start = at;
        while (at < text.Length && text[at] is not ('=' or ';' or '(' or ')' or '"' or ' ' or '\t' or '\r' or '\n'))
        {
            at++;
        }

        var name = text[start..at].ToLowerInvariant();
        return name.Length > 0 && Skip() && Take('=') && Skip() && Value() is { } value ? new(name, value) : null;
    }

    /// <summary>A word, a quoted text or several of them without space between; null when a quote does not end.</summary>
    public string? Value()
    {
        var value = new StringBuilder();
        while (at < text.Length && text[at] is not (';' or '(' or ')' or ' ' or '\t' or '\r' or '\n'))
        {
            if (text[at] != '"')
            {
                value.Append(text[at++]);
            }
            else if (!ReadQuoted(value))
            {
                return null;
            }
        }

        return value.ToString();
    }

    private bool ReadQuoted(StringBuilder value)
    {
        for (at++; at < text.Length; at++)
        {
            switch (text[at])
            {
                case '\\' when at + 1 < text.Length: value.Append(text[++at]); break;
                case '"':
                    at++;
                    return true;
                case var c: value.Append(c); break;
            }
        }

        return false;
    }
}
