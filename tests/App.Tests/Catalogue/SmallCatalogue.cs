using System.Collections.Immutable;
using System.Text;
using Approvals.Adapters.Yaml;
using Approvals.App.Catalogues;

namespace Approvals.App.Tests.Catalogue;

/// <summary>A catalogue of one small topic, to break in one place at a time.</summary>
internal sealed class SmallCatalogue
{
    public const string Topic = "topics/leave.yaml";
    public static readonly DateTimeOffset Now = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);
    private readonly Dictionary<string, byte[]> files = new()
    {
        ["calendars.yaml"] = Bytes("""
            businessDay: 8 business hours
            calendars:
              main:
                zone: Europe/Berlin
                hours:
                  monday-friday: 09:00-17:00
                holidays: [berlin]
            holidays:
              berlin:
                2026-12-25: Christmas
            """),
        ["people.yaml"] = Bytes("""
            owners: [ann@example.com]
            people:
              ann@example.com: { name: Ann, calendar: main, access: [admin] }
              bo@example.com: { name: Bo, manager: ann@example.com, calendar: main }
              cy@example.com: { name: Cy, manager: bo@example.com, calendar: main, left: true }
            roles:
              lead: { owner: ann@example.com, holders: [bo@example.com, cy@example.com] }
              head:
                owner: ann@example.com
                holders: { North: [bo@example.com] }
            """),
        ["texts.yaml"] = Bytes(string.Join('\n', Mails.Select(mail => $"{mail}:\n  subject: About {{{{request.title}}}}\n  body: See {{{{request.url}}}}\n"))),
        ["fields.yaml"] = Bytes("""
            note:
              label: Note
              kind: long-text
            """),
        [Topic] = Bytes("""
            id: leave
            kind: request
            title: Leave
            summary: Days off
            links:
              Handbook: https://example.com/leave
            requestTitle: "Leave of {{days}}"
            fields:
              site: { label: Site, kind: choice, choices: [North], required: true }
              days: { label: Days, kind: integer, min: 1, required: true, unit: days }
              start: { label: Start, kind: date }
              client: { label: Client version, kind: version }
              covered: { label: Covered, kind: flag }
              more: { label: More, kind: text, visibleWhen: { covered: true } }
              note: { from: note }
            checks:
              - field: start
                when: { start: <= today }
                say: Choose a later day.
            refusals:
              too-long:
                when: { days: "> 60" }
                guidance: Ask in person.
            chain:
              lanes: [Line, Board]
              timing:
                limit: 2 business days
                remindAtPercent: [50, 100]
                escalateAfter: 100%
                expireAfter: 10 business days
                outcome: expire
              steps:
                lead: { name: Lead, role: lead, lane: Line, quorum: any }
                head: { name: Head, role: head, scope: site, lane: Board }
              tables:
                - name: By length
                  rows:
                    - when: { days: <= 1 }
                      approve: true
                      because: One day is free.
                    - when: { days: 2..10 }
                      ask: [lead]
                      because: "{{days}} need the lead."
                    - when: { days: "> 10" }
                      ask: [lead, head]
                      because: Long leave needs the head.
            policy:
              relevantFields: [site, days, start]
              decisionsByMail: { days: <= 5 }
            tickets:
              payroll:
                subject: "Leave of {{days}}"
                priority: Low
                body: "{{fields}}"
            """),
    };

    public static readonly string[] Mails =
    [
        "approvalRequested", "reminder", "escalated", "reassigned", "superseded", "returned", "rejected", "approved", "recalled", "cancelled", "expired", "held", "ticketRaised", "commented", "ticketSolved", "ticketNews", "delegated",
    ];

    public string Text(string file) => Encoding.UTF8.GetString(files[file]);

    public SmallCatalogue Put(string file, byte[] content)
    {
        files[file] = content;
        return this;
    }

    public SmallCatalogue Put(string file, string content) => Put(file, Bytes(content));

    public SmallCatalogue Remove(string file)
    {
        files.Remove(file);
        return this;
    }

    /// <summary>Replaces one text; it must be there once.</summary>
    public SmallCatalogue Change(string file, string from, string to)
    {
        var text = Text(file);
        return text.Split(from).Length == 2 ? Put(file, text.Replace(from, to, StringComparison.Ordinal)) : throw new InvalidOperationException($"'{from}' is not once in {file}.");
    }

    public int LineOf(string file, string text) => Text(file)[..Text(file).IndexOf(text, StringComparison.Ordinal)].Count(c => c == '\n') + 1;

    public CatalogueFileSet Set() => new(files.ToImmutableSortedDictionary(file => file.Key, file => new ReadOnlyMemory<byte>(file.Value), StringComparer.Ordinal));

    public CatalogueFolder Load(DateTimeOffset? now = null)
    {
        var folder = Directory.CreateTempSubdirectory("catalogue-");
        try
        {
            Directory.CreateDirectory(Path.Combine(folder.FullName, "topics"));
            foreach (var (file, content) in files)
            {
                File.WriteAllBytes(Path.Combine(folder.FullName, file), content);
            }

            return CatalogueFolder.Load(folder.FullName, now ?? Now);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public ImmutableArray<CatalogueError> Errors(DateTimeOffset? now = null)
    {
        try
        {
            Load(now);
            return [];
        }
        catch (CatalogueException wrong)
        {
            return wrong.Errors;
        }
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
