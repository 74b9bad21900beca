using System.Collections.Immutable;
using Approvals.App;
using Approvals.Core.Catalogue;
using Approvals.Core.Requests;
using Approvals.Web.Pages.Forms;

namespace Web.Tests.Browser;

/// <summary>A topic that has a field of every kind, and what people may do with it.</summary>
internal static class SampleTopics
{
    private static readonly FieldSpec Route = new()
    {
        Name = "route",
        Kind = FieldKind.Choice,
        Label = "Route to market",
        Section = "The deal",
        Required = true,
        Choices = [new("Direct", "Direct"), new("Reseller", "Reseller"), new("Distributor", "Distributor")],
    };

    public static Topic Topic { get; } = new()
    {
        Id = "sample",
        Kind = TopicKind.Request,
        Title = "Non-standard payment terms",
        Summary = "Ask for payment terms other than net 30 on a quote.",
        Guidance = "Net 30 is the standard. Ask **before** the terms are told to the customer.\n\n- Up to 30 days need nobody\n- 31 to 60 days need sales and finance\n- Longer terms go to the executives\n\nHave the `quote id` at hand.",
        Links = [new("Deal desk handbook", "https://handbook.example/deal-desk")],
        Fields =
        [
            new() { Name = "account", Kind = FieldKind.Text, Label = "Account", Section = "The deal", Required = true, Example = "Acme GmbH" },
            new() { Name = "link", Kind = FieldKind.Url, Label = "Opportunity", Section = "The deal", Required = true, Help = "The address of the opportunity in Salesforce." },
            Route,
            new()
            {
                Name = "reseller", Kind = FieldKind.Text, Label = "Resale partner", Section = "The deal",
                RequiredWhen = When(Route, "Reseller", "Distributor"), VisibleWhen = When(Route, "Reseller", "Distributor"),
            },
            new() { Name = "days", Kind = FieldKind.Integer, Label = "Requested payment term", Section = "The terms", Required = true, Unit = "days" },
            new()
            {
                Name = "currency", Kind = FieldKind.Choice, Label = "Currency", Section = "The terms",
                Choices = [.. new[] { "USD", "EUR", "GBP", "JPY", "CHF", "SEK", "NOK" }.Select(code => new Choice(code, code))],
            },
            new() { Name = "start", Kind = FieldKind.Date, Label = "Start", Section = "The terms", Required = true },
            new() { Name = "told", Kind = FieldKind.Flag, Label = "Has the customer been told?", Section = "The terms", Required = true },
            new() { Name = "extras", Kind = FieldKind.Choices, Label = "Also asked for", Section = "The terms", Choices = [new("ramp", "Ramp"), new("lock", "Price lock"), new("opt", "Opt-out")] },
            new() { Name = "contact", Kind = FieldKind.Email, Label = "Contact", Section = "The terms" },
            new() { Name = "why", Kind = FieldKind.LongText, Label = "Justification", Section = "The terms", Required = true, Help = "What the approvers should know." },
        ],
    };

    public static FormModel Empty { get; } = new() { Topic = Topic, Values = FormValues.Empty, Key = "k" };

    public static FormModel Wrong { get; } = Empty with
    {
        Values = FormValues.Of(Values),
        Errors = ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty
            .Add("link", ["Enter the address of an opportunity."])
            .Add("told", ["Answer yes or no."])
            .Add("days", ["Enter 365 or less."]),
        Rules = [new RuleRefusal("told-before", "The customer was told before anybody approved. **Call your manager first.**", [new TopicLink("What to do now", "https://handbook.example/told")], new Onward("terms", "Ask for other terms instead", ImmutableSortedDictionary<string, string>.Empty))],
    };

    public static PreviewModel Preview { get; } = new(Empty with { Values = FormValues.Of(Values) }, new PreviewAnswer.Chain(
        "Payment terms of 120 days for Acme GmbH",
        [
            Step(1, 1, "Sales VP, EMEA", "vp.emea@example.com", "Vera Petrov", "The payment term is over 60 days.", null),
            Step(2, 2, "Chief Financial Officer", "cfo@example.com", "Chidi Okafor", "The payment term is over 90 days.", "Dana Cole stands in until 27 Nov"),
            Step(3, 2, "Chief Revenue Officer", "cro@example.com", "Rosa Lindqvist", "The payment term is over 90 days.", null),
            new PreviewStep(4, 3, "Commercial legal", "legal", "all", [], ["The payment schedule is custom."], "PubSec has its own wording.", null),
        ],
        null));

    private static ImmutableSortedDictionary<string, FieldValue> Values => ImmutableSortedDictionary<string, FieldValue>.Empty
        .Add("account", new FieldValue.Text("Acme <b>GmbH</b>"))
        .Add("link", new FieldValue.Text("nowhere"))
        .Add("route", new FieldValue.Text("Reseller"))
        .Add("reseller", new FieldValue.Text("Partner AG"))
        .Add("days", new FieldValue.Number(120))
        .Add("extras", new FieldValue.Choices(["ramp", "lock"]))
        .Add("why", new FieldValue.Text("Their parent company pays every supplier at 120 days.\nThey have paid on time for four years."));

    private static Condition When(FieldSpec field, params string[] values) =>
        new([[new Clause(new Subject.Field(field), new Test.AnyOf([.. values.Select(value => new Test.Is(value))]))]]);

    private static PreviewStep Step(int number, int stage, string name, string mail, string person, string because, string? note) => new(
        number, stage, name, name, "all", [new PreviewPerson(EmailAddress.Parse(mail), person, note)], [because], null, Samples.Start.AddDays(2));
}
