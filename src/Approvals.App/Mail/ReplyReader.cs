using System.Collections.Frozen;
using System.Text;

namespace Approvals.App.Mail;

/// <summary>What an answer says.</summary>
internal abstract record Reply
{
    private Reply() { }

    public sealed record Decides(ReplyDecision Decision, string? Comment) : Reply;

    /// <summary>The first line is not exactly one of the words.</summary>
    public sealed record Unclear : Reply;
}

internal enum ReplyDecision { Approve, Reject, Return }

internal static class ReplyReader
{
    public const int MaxComment = 4_000;

    private static readonly FrozenDictionary<string, ReplyDecision> Words = new Dictionary<string, ReplyDecision>
    {
        ["approve"] = ReplyDecision.Approve,
        ["approved"] = ReplyDecision.Approve,
        ["yes"] = ReplyDecision.Approve,
        ["reject"] = ReplyDecision.Reject,
        ["rejected"] = ReplyDecision.Reject,
        ["no"] = ReplyDecision.Reject,
        ["return"] = ReplyDecision.Return,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static Reply Read(string text)
    {
        var written = ReplyText.Written(text);
        var first = written.FindIndex(line => !string.IsNullOrWhiteSpace(line));
        return first >= 0 && Word(written[first]!) is { } decision
            ? new Reply.Decides(decision, Comment(written.Skip(first + 1).TakeWhile(line => line is not null)))
            : new Reply.Unclear();
    }

    // Letters of other scripts that look or fold like ours do not count.
    private static ReplyDecision? Word(string line)
    {
        var word = line.EndsWith('.') || line.EndsWith('!') ? line[..^1] : line;
        return Ascii.IsValid(word) && Words.TryGetValue(word, out var decision) ? decision : null;
    }

    private static string? Comment(IEnumerable<string?> lines)
    {
        var comment = CleanText.Lines(string.Join('\n', lines)).Trim();
        return comment.Length switch
        {
            0 => null,
            > MaxComment => comment[..(char.IsHighSurrogate(comment[MaxComment - 1]) ? MaxComment - 1 : MaxComment)],
            _ => comment,
        };
    }
}
