using System.Text.RegularExpressions;

namespace Approvals.Adapters.Yaml;

/// <summary>YAML's own messages speak of tokens. This says what people usually did.</summary>
internal static partial class YamlAdvice
{
    public static string For(string text, int line)
    {
        var lines = text.Split('\n');
        var here = line <= lines.Length ? lines[line - 1] : "";
        return StartsWithAngle().IsMatch(here) ? " Put a test that starts with > in quotes, like \"> 90\"."
            : StartsWithBrace().IsMatch(here) ? " Put a text that starts with {{ in quotes."
            : NotList().IsMatch(here) ? " Put a test like \"not [a, b]\" in quotes."
            : HasColon().IsMatch(here) ? " Put a text that has a colon in it in quotes."
            : " Look at the indentation and the quotes of this line and the one above.";
    }

    [GeneratedRegex(@"[:,\[]\s+>\s*=?\s*\S|^\s*-\s+>\s*=?\s*\d")]
    private static partial Regex StartsWithAngle();

    [GeneratedRegex(@"(?::|-)\s+\{\{")]
    private static partial Regex StartsWithBrace();

    [GeneratedRegex(@":\s+not\s+\[")]
    private static partial Regex NotList();

    [GeneratedRegex(@":\s.*:\s")]
    private static partial Regex HasColon();
}
