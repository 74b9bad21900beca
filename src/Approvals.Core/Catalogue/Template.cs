using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Approvals.Core.Catalogue;

/// <summary>
/// A text with placeholders: <c>{{accountName}}</c>, <c>{{step.name}}</c>. Parsed once, rendered often. It makes plain text;
/// whoever shows it as HTML escapes it.
/// </summary>
public sealed class Template
{
    private readonly ImmutableArray<Part> parts;

    private Template(ImmutableArray<Part> parts) => this.parts = parts;

    /// <summary>The names it asks for, each once.</summary>
    public ImmutableArray<string> Names => [.. parts.Where(part => part.IsName).Select(part => part.Text).Distinct()];

    public static Template Parse(string text) => TryParse(text, out var template, out var problem) ? template : throw new FormatException(problem);

    public static bool TryParse(string text, [NotNullWhen(true)] out Template? template, [NotNullWhen(false)] out string? problem)
    {
        template = null;
        var parts = ImmutableArray.CreateBuilder<Part>();
        for (var at = 0; at < text.Length;)
        {
            var open = text.IndexOf("{{", at, StringComparison.Ordinal);
            if (open < 0)
            {
                parts.Add(new Part(text[at..], IsName: false));
                break;
            }

            var close = text.IndexOf("}}", open, StringComparison.Ordinal);
            var name = close < 0 ? "" : text[(open + 2)..close].Trim();
            if (!IsName(name))
            {
                problem = close < 0 ? "A placeholder opens with {{ and is never closed with }}." : $"'{name}' is not the name of a placeholder.";
                return false;
            }

            if (open > at)
            {
                parts.Add(new Part(text[at..open], IsName: false));
            }

            parts.Add(new Part(name, IsName: true));
            at = close + 2;
        }

        template = new Template(parts.ToImmutable());
        problem = null;
        return true;
    }

    /// <summary>A name that the lookup does not know leaves nothing.</summary>
    public string Render(Func<string, string?> lookup)
    {
        if (parts is [{ IsName: false } only])
        {
            return only.Text;
        }

        var text = new StringBuilder();
        foreach (var part in parts)
        {
            text.Append(part.IsName ? lookup(part.Text) : part.Text);
        }

        return text.ToString();
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= 80 && char.IsAsciiLetter(name[0]) && name[^1] != '.' && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-');

    private readonly record struct Part(string Text, bool IsName);
}
