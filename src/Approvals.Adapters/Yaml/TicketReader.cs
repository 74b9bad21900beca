using System.Collections.Immutable;
using Approvals.Core.Catalogue;
using Approvals.Core.Requests;

namespace Approvals.Adapters.Yaml;

/// <summary>Reads ticket templates.</summary>
/// <param name="isCurrent">Old versions are read as they were: what was accepted then is not judged by the rules of today.</param>
internal sealed class TicketReader(IReadOnlyDictionary<string, FieldSpec> fields, ConditionReader conditions, TemplateReader texts, bool isCurrent, Problems problems)
{
    public TicketTemplate Read(Node.Entry entry)
    {
        var reader = MapReader.Of(entry.Value, problems);
        var own = reader.Entries("fields");
        var ticket = new TicketTemplate
        {
            Id = entry.Key,
            System = reader.Text("system"),
            When = reader.Take("when") is { } when ? conditions.Read(when) : null,
            AtOnce = reader.Flag("atOnce"),
            Subject = texts.Needed(reader, "subject"),
            Body = texts.Needed(reader, "body"),
            Priority = texts.Needed(reader, "priority"),
            Form = reader.Text("form"),
            Queue = texts.Text(reader, "queue"),
            Category = texts.Text(reader, "category"),
            Tags = [.. reader.Texts("tags").Select(tag => Check(tag).Text)],
            Requester = Requester(reader),
            Fields = own.Select(field => (field.Key, Text: (field.Value as Node.Scalar)?.Text ?? "")).ToImmutableSortedDictionary(pair => pair.Key, pair => pair.Text, StringComparer.Ordinal),
        };
        foreach (var field in own)
        {
            if (field.Value is Node.Scalar { Text.Length: > 0 } scalar)
            {
                Check(scalar);
            }
            else
            {
                problems.Add(field.Value, $"The ticket field '{field.Key}' needs a text.");
            }
        }

        reader.Done();
        if (isCurrent)
        {
            Fit(ticket, reader, own);
        }

        return ticket;
    }

    private void Fit(TicketTemplate ticket, MapReader reader, ImmutableArray<Node.Entry> own)
    {
        if (TicketSystem.Find(ticket.System ?? "desk") is not { } system)
        {
            var names = TicketSystem.All.Select(known => known.Name).ToList();
            problems.Add(reader.Take("system")!, $"There is no ticket system '{ticket.System}'.{Nearest.Hint(ticket.System!, names)} Systems: {string.Join(", ", names)}.");
            return;
        }

        foreach (var misfit in TicketFit.Of(ticket, system, fields))
        {
            problems.Add(own.FirstOrDefault(field => field.Key == misfit.Key)?.Value ?? reader.Map.Find(misfit.Key) ?? reader.Map, misfit.What);
        }
    }

    private Node.Scalar Check(Node.Scalar text)
    {
        texts.Check(text, text.Text);
        return text;
    }

    private EmailAddress? Requester(MapReader reader)
    {
        if (reader.Text("requester") is not { } text)
        {
            return null;
        }

        if (EmailAddress.TryParse(text, out var address))
        {
            return address;
        }

        problems.Add(reader.Take("requester")!, $"'requester' is the mail address of an account, and not '{text}'. Leave it out when it is the person who asked.");
        return null;
    }
}
