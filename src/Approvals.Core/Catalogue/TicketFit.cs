using System.Collections.Immutable;

namespace Approvals.Core.Catalogue;

/// <summary>Whether a template asks a system for what that system has: found when the catalogue is read, and not when the first ticket is refused.</summary>
public static class TicketFit
{
    /// <summary>How urgent a ticket is, in every system: each has its own scale for these.</summary>
    public static ImmutableArray<string> Priorities { get; } = ["Urgent", "High", "Normal", "Low"];

    /// <summary>Everything that does not fit, each with the template's key that it stands under (for a field: its own name).</summary>
    public static IEnumerable<Misfit> Of(TicketTemplate template, TicketSystem system, IReadOnlyDictionary<string, FieldSpec> fields)
    {
        if (Priority(template.Priority, fields) is { } problem)
        {
            yield return new Misfit("priority", problem);
        }

        foreach (var misfit in Texts(template, system).Concat(Lists(template, system)))
        {
            yield return misfit;
        }

        if (template.Requester is not null && !system.HasRequester)
        {
            yield return new Misfit("requester", $"A ticket in {system.Title} is always in the name of the person who asked. Leave 'requester' out.");
        }
    }

    private static IEnumerable<Misfit> Texts(TicketTemplate template, TicketSystem system)
    {
        if (template.Form is null && system.NeedsForm)
        {
            yield return new Misfit("form", $"A ticket in {system.Title} needs 'form': {system.Form!.Words}. Add it.");
        }

        foreach (var (key, text, has, part) in new[]
        {
            ("form", template.Form, system.HasForm, system.Form),
            ("queue", template.Queue, system.HasQueue, system.Queue),
            ("category", template.Category, system.HasCategory, null),
        })
        {
            if (text is not null && !has)
            {
                yield return new Misfit(key, $"There is no {key} in {system.Title}. Leave '{key}' out.");
            }
            else if (text is not null && part is not null && !Patterns.IsMatch(part.Pattern, text))
            {
                yield return new Misfit(key, $"'{key}' of a ticket in {system.Title} is {part.Words}, and not '{text}'.");
            }
        }
    }

    private static IEnumerable<Misfit> Lists(TicketTemplate template, TicketSystem system)
    {
        if (!template.Tags.IsEmpty && !system.HasTags)
        {
            yield return new Misfit("tags", $"There are no tags in {system.Title}. Leave 'tags' out.");
        }

        // A placeholder becomes what it becomes: the adapter writes it as the system wants it.
        foreach (var tag in template.Tags.Where(tag => system is { HasTags: true, Tag: not null } && Template.Parse(tag).Names.IsEmpty && !Patterns.IsMatch(system.Tag.Pattern, tag)))
        {
            yield return new Misfit("tags", $"'{tag}' is no tag in {system.Title}: write it in {system.Tag!.Words}.");
        }

        if (!template.Fields.IsEmpty && !system.HasFields)
        {
            yield return new Misfit("fields", $"There are no fields in {system.Title}. Put them into 'body'.");
        }

        foreach (var name in template.Fields.Keys.Where(_ => system.HasFields))
        {
            if (system.OwnFields.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                yield return new Misfit(name, $"'{name}' is not for a template to fill in: the product sets it, and copies nobody but the person who asked. Leave it out.");
            }
            else if (system.Field is { } part && !Patterns.IsMatch(part.Pattern, name))
            {
                yield return new Misfit(name, $"A field in {system.Title} is {part.Words}, and not '{name}'.");
            }
        }
    }

    private static string? Priority(string text, IReadOnlyDictionary<string, FieldSpec> fields)
    {
        var words = string.Join(", ", Priorities);
        if (text.Length == 0 || Priorities.Contains(text) || !Template.TryParse(text, out var template, out _))
        {
            // An empty one and a broken placeholder are told where they are read.
            return null;
        }

        if (template.Names is not [var name] || text != $"{{{{{name}}}}}")
        {
            return $"'priority' is one of {words}, or one field with these choices, like {{{{priority}}}}.";
        }

        return !fields.TryGetValue(name, out var field) ? null
            : field is { Kind: FieldKind.Choice, Required: true } && field.Choices.All(choice => Priorities.Contains(choice.Value)) ? null
            : $"'priority' is taken from the field '{name}', which must be a required choice of nothing but {words}.";
    }
}

/// <param name="Key">The key of the template, or the name of one of its fields.</param>
/// <param name="What">What is wrong, and what to do.</param>
public sealed record Misfit(string Key, string What);
