using Approvals.Core.Catalogue;

namespace Approvals.Adapters.Yaml;

/// <summary>
/// The whole meaning of a topic in one piece: its file without examples, with the shared fields, the default texts, the length of a
/// business day and the quarters of the year written in. It is what a version of a topic is, so changing a default text makes new versions of the topics that use it.
/// </summary>
internal static class TopicSource
{
    /// <summary>The key by which a field takes over a shared one; further keys of the field override the shared ones.</summary>
    private const string From = "from";

    public static Node.Map Complete(Node.Map topic, Node.Map? sharedFields, Node.Map? texts, Calendars? calendars, Problems problems)
    {
        var whole = topic.Without("examples").Without("exampleForm").Without("foundBy");
        if (topic.Find("quarters") is { } misplaced)
        {
            problems.Add(misplaced, "'quarters' stand in calendars.yaml, for all topics. Move them there.");
        }
        else if (topic.Find("values") is not null && calendars?.Quarters is { } quarters)
        {
            whole = whole.With("quarters", quarters);
        }

        if (topic.Find("fields") is Node.Map fields)
        {
            whole = whole.With("fields", fields with { Entries = [.. fields.Entries.Select(entry => entry with { Value = Field(entry, sharedFields, problems) })] });
        }

        if ((topic.Find("kind") as Node.Scalar)?.Text is not "request")
        {
            return whole;
        }

        if (texts is not null)
        {
            var own = topic.Find("mails") as Node.Map ?? new Node.Map(topic.File, topic.Line, []);
            whole = whole.With("mails", texts.Entries.Where(entry => own.Find(entry.Key) is null).Aggregate(own, (mails, entry) => mails.With(entry)));
        }

        return whole.Find("businessDay") is null ? whole.With("businessDay", new Node.Scalar("calendars.yaml", 1, calendars?.BusinessDay ?? "8 business hours")) : whole;
    }

    private static Node Field(Node.Entry entry, Node.Map? shared, Problems problems)
    {
        if (entry.Value is not Node.Map own || own.Find(From) is not Node.Scalar from)
        {
            return entry.Value;
        }

        if (shared?.Find(from.Text) is not Node.Map common)
        {
            problems.Add(from, $"There is no shared field '{from.Text}'.{Nearest.Hint(from.Text, shared?.Entries.Select(field => field.Key) ?? [])} Add it to fields.yaml.");
            return own.Without(From);
        }

        return own.Without(From).Entries.Aggregate(common, (field, change) => field.With(change)) with { File = own.File, Line = own.Line };
    }
}
