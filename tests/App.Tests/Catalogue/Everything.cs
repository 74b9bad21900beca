namespace Approvals.App.Tests.Catalogue;

/// <summary>A small catalogue in which everything that can be written is written once.</summary>
internal static class Everything
{
    private const string Topic = SmallCatalogue.Topic, Check = "topics/window.yaml", Steps = "topics/steps.yaml", List = "topics/list.yaml";

    public static readonly string[] Files = ["calendars.yaml", "people.yaml", "texts.yaml", "fields.yaml", "synonyms.yaml", Topic, Check, Steps, List];

    public static SmallCatalogue Catalogue() => new SmallCatalogue()
        .Change("calendars.yaml", "businessDay: 8 business hours\n", "businessDay: 8 business hours\nquarters:\n  fiscal: { firstMonth: 2, closes: \"23:59\", zone: America/Los_Angeles }\n")
        .Change("people.yaml", "left: true", "left: true, away: [{ from: 2026-12-21, back: 2027-01-04 }]")
        .Change("people.yaml", "owners: [ann@example.com]\n", "owners: [ann@example.com]\nownDomains: [example.com]\n")
        .Change("people.yaml", "people:\n", "fromGraph:\n  region: { attribute: country, values: { Germany: EMEA }, otherwise: AMER }\n  calendar: { attribute: usageLocation, otherwise: main }\npeople:\n")
        .Change("people.yaml", "holders: [bo@example.com, cy@example.com]", "holders: [bo@example.com, cy@example.com], group: 5b0c9a5e-6c0e-4b1b-9c55-0d1f6f7d2a01")
        .Change("people.yaml", "    holders: { North: [bo@example.com] }", "    holders: { North: [bo@example.com] }\n    groups: { North: 5b0c9a5e-6c0e-4b1b-9c55-0d1f6f7d2a02 }")
        .Put("synonyms.yaml", "synonyms: [[POD, proof of delivery]]\nignored: [the]\n")
        .Change(Topic, "summary: Days off\n", "summary: Days off\naudience: internal\nrelated: [window]\nkeywords: [leave]\nfoundBy: [leave]\nguidance: Ask early.\nbusinessDay: 8 business hours\n")
        .Change(Topic, "checks:\n", """
            settings:
              most: { label: Most, kind: integer, value: 30, unit: days, why: So. }
            values:
              back: { label: Back, date: field:start + 7 }
            unique:
              once: { key: [start], when: { start: filled }, guidance: There is one., links: { Here: https://example.com }, next: window }
            mails:
              reminder: { subject: Please, body: Please do. }
            exampleForm: { site: North, days: 2 }
            examples:
              - { name: two days, chain: [lead], tickets: [payroll] }
            checks:

            """)
        .Change(Topic, "    guidance: Ask in person.", "    guidance: Ask in person.\n    links: { Here: https://example.com }\n    next: { topic: window, say: Look, fields: { id: note } }")
        .Put(Check, """
            id: window
            kind: check
            title: Window
            summary: Whether there is time
            values:
              a: { label: A, unit: days, days: { from: field:from, to: field:to } }
              b: { label: B, businessDays: { from: field:from, to: field:to } }
              c: { label: C, businessDate: { from: field:from, plus: 2 } }
              d: { label: D, sum: [field:price, "2"] }
              e: { label: E, difference: { from: field:price, less: "2" } }
              f: { label: F, percent: { part: "2", whole: field:price } }
              g: { label: G, match: { pattern: x, in: [id] } }
              h: { label: H, domainOf: mail }
              i: { label: I, quarterEnd: { quarters: fiscal, of: field:to } }
              j: { label: J, hoursLeftInQuarter: fiscal }
              k: { label: K, kind: choice, choices: [One, Two], first: [{ when: { a: 3 }, is: One }], otherwise: Two }
              l: { label: L, choices: [One], collect: [{ when: { a: not 3 }, is: One }] }
              m: { label: M, number: field:price + 1 }
            fields:
              from: { label: From, kind: date, section: S, help: H, futureOnly: true, maxDaysAhead: 30, example: "2027-01-01", requiredWhen: { to: filled } }
              to: { label: To, kind: date, visibleWhen: { from: { not: empty } } }
              price: { label: Price, kind: number, min: 1, max: 9, default: 2 }
              id: { label: Id, kind: text, minLength: 1, maxLength: 9, pattern: x, patternHelp: X. }
              mail: { label: Mail, kind: email }
              proof: { label: Proof, kind: files, types: [pdf, eml], maxFiles: 2, maxMegabytes: 3 }
            check:
              hitPolicy: first
              rules:
                one: { when: { a: 3 }, verdict: yes, say: Yes., guidance: So., links: { Here: https://example.com }, next: leave }
              otherwise: { verdict: no, say: No., guidance: So., links: { Here: https://example.com }, next: leave }
            exampleForm: {}
            examples:
              - { name: nothing, with: { price: 2 }, without: [id], at: "2026-11-24T09:00:00Z", requester: bo@example.com, verdict: no, rules: [otherwise], says: No, next: leave }
            """)
        .Put(Steps, """
            id: steps
            kind: check
            title: Steps
            summary: One after the other
            fields:
              a: { label: A, kind: flag }
            check:
              steps:
                first:
                  title: First
                  when: { a: filled }
                  hitPolicy: collect
                  rules: { none: { when: { a: false }, verdict: todo, say: Get one. } }
                  otherwise: { verdict: yes, say: There is one. }
              passed: { say: Done., guidance: So., links: { Here: https://example.com }, next: leave }
            """)
        .Put(List, """
            id: list
            kind: check
            title: List
            summary: All of it
            fields:
              a: { label: A, kind: flag }
            check:
              checklist:
                first: { title: First, when: { a: filled }, met: { a: true }, say: Missing., guidance: So., links: { Here: https://example.com }, next: leave }
              passed: { say: Done. }
              missing: { say: Not done. }
            """);
}
