using System.Collections.Immutable;
using System.Text;

namespace Approvals.App.Mail;

/// <summary>Puts values into <c>{{placeholders}}</c>. A value is text: braces in it stay as they are.</summary>
internal static class Placeholders
{
    public static string Fill(string template, ImmutableDictionary<string, string> values)
    {
        var text = new StringBuilder(template.Length);
        var at = 0;
        while (template.IndexOf("{{", at, StringComparison.Ordinal) is var open and >= 0
            && template.IndexOf("}}", open, StringComparison.Ordinal) is var close and >= 0)
        {
            text.Append(template, at, open - at).Append(values.GetValueOrDefault(template[(open + 2)..close].Trim(), ""));
            at = close + 2;
        }

        return text.Append(template, at, template.Length - at).ToString();
    }
}
