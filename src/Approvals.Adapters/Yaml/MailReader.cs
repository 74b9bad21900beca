using System.Collections.Immutable;
using Approvals.Core.Catalogue;
using Approvals.Core.Effects;

namespace Approvals.Adapters.Yaml;

/// <summary>Reads mail texts, one for each kind of mail.</summary>
internal static class MailReader
{
    public static readonly ImmutableDictionary<string, MailKind> Kinds =
        Enum.GetValues<MailKind>().ToImmutableDictionary(kind => char.ToLowerInvariant(kind.ToString()[0]) + kind.ToString()[1..]);

    public static ImmutableDictionary<MailKind, MailText> Read(MapReader topic, TemplateReader texts)
    {
        var mails = ImmutableDictionary.CreateBuilder<MailKind, MailText>();
        foreach (var entry in topic.Entries("mails"))
        {
            if (!Kinds.TryGetValue(entry.Key, out var kind))
            {
                topic.Problems.Add(entry.Value.File, entry.Line, $"There is no mail '{entry.Key}'.{Nearest.Hint(entry.Key, Kinds.Keys)} Mails: {string.Join(", ", Kinds.Keys.Order(StringComparer.Ordinal))}.");
                continue;
            }

            var reader = MapReader.Of(entry.Value, topic.Problems);
            var subject = texts.Needed(reader, "subject");
            if (subject.Contains('\n', StringComparison.Ordinal))
            {
                topic.Problems.Add(reader.Take("subject")!, "A subject is one line. Take the line breaks out.");
            }

            mails[kind] = new MailText(subject, texts.Needed(reader, "body"));
            reader.Done();
        }

        return mails.ToImmutable();
    }
}
