using Approvals.Core.Catalogue;
using Xunit;

namespace Approvals.App.Tests.Catalogue;

/// <summary>Where each ticket of the desk that ships goes: its system, form, category and priority are those that its support team gives.</summary>
public sealed class TicketsOfTheDeskTests
{
    private const string SelfManaged = "Self-Managed License Related (for paid customers only)";

    // The forms of the license and renewals team: for internal requests, for those of the US government, and for customers and partners themselves.
    private static readonly Dictionary<string, string> Forms = new() { ["global"] = "22783840298780", ["us-gov"] = "41826474429588", ["customer"] = "360000071293" };

    // Topic, ticket, form, category, and the priority that is offered first; without a form, the case goes to the system that the desk takes by default.
    private static readonly string[] Agreed =
    [
        "compute-minutes-top-up | compute-minutes | global | Other > Other License & Renewals Related Issue | Normal",
        "compute-minutes-top-up | compute-minutes-us-gov | us-gov | Other > Other License & Renewals Related Issue | Normal",
        "deal-registration-extension | extension-over-30-days | - | Deal Registration > Extension Request > 30 Days | Normal",
        "end-user-contact-change | contact-change-by-customer | customer | License & Renewals | Low",
        $"end-user-contact-change | typo-correction | global | {SelfManaged} > Forward existing license to an email not on the license | Low",
        $"end-user-contact-change | typo-correction-us-gov | us-gov | {SelfManaged} > Forward existing license to an email not on the license | Low",
        "non-standard-payment-terms | apply-payment-terms | - | Deal Desk > Quote Help > Deal Structure | Normal",
        $"offline-license-post-sale | cloud-licensing-exemption | global | {SelfManaged} > Cloud Licensing exemption | Low",
        $"offline-license-post-sale | cloud-licensing-exemption-us-gov | us-gov | {SelfManaged} > Cloud Licensing exemption | Low",
        $"offline-license-post-sale | interim-extension | global | {SelfManaged} > Extend an (almost) expired subscription | Urgent",
        $"offline-license-post-sale | interim-extension-us-gov | us-gov | {SelfManaged} > Extend an (almost) expired subscription | Urgent",
        "one-time-authorization | deal-desk-enablement | - | Deal Desk > Quote Help > Create Quote | Normal",
        "partner-billing-account | reseller-account-in-zuora | - | Partner Account > Billing > Request Reseller Account Creation in Zuora | Normal",
        "purchase-order-exception | purchase-order-exception | - | Deal Desk > Opportunity Help > PO Exception | High",
        $"resend-license | resend-license | global | {SelfManaged} > Resend existing license to the email on the license | Low",
        "resend-license | resend-license-partner | customer | License & Renewals | Low",
        $"resend-license | resend-license-us-gov | us-gov | {SelfManaged} > Resend existing license to the email on the license | Low",
        $"temporary-license-extension | temporary-extension | global | {SelfManaged} > Extend an (almost) expired subscription | Normal",
        "temporary-license-extension | temporary-extension-us-gov | us-gov | SaaS Subscription Related > Extend an (almost) expired subscription | Normal",
    ];

    public static TheoryData<string> Rows => [.. Agreed];

    [Fact]
    public void Every_ticket_of_the_catalogue_is_in_the_list_and_no_other() => Assert.Equal(
        Agreed.Select(row => string.Join(" | ", row.Split(" | ")[..2])).Order(StringComparer.Ordinal),
        SampleCatalogue.Folder.Topics.SelectMany(topic => topic.Tickets.Select(ticket => $"{topic.Id} | {ticket.Id}")).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Each_names_system_form_category_and_priority(string row)
    {
        var (topic, id, form, category, priority) = row.Split(" | ") is [var a, var b, var c, var d, var e] ? (a, b, c, d, e) : throw new ArgumentException(row);
        var example = SampleCatalogue.Folder.Examples().First(example => example.Topic.Id == topic && example.Expected.Tickets?.Contains(id) == true);
        var template = example.Topic.Tickets.Single(ticket => ticket.Id == id);
        var offered = example.Topic.Fields.Single(field => field.Name == "priority").Default!;
        var run = await RequestRun.OfAsync(example with { Fields = example.Fields.SetItem("priority", offered) });
        var ticket = run.Tickets.Single(draft => draft.Template == id);

        Assert.Equal((form == "-" ? null : "zendesk", Forms.GetValueOrDefault(form)), (template.System, ticket.Form));
        Assert.Equal((category, priority), (ticket.Category, ticket.Priority));
        Assert.False(string.IsNullOrWhiteSpace(ticket.Queue));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task What_the_requester_says_of_the_priority_counts_where_the_team_leaves_it_open(string row)
    {
        var (topic, id) = (row.Split(" | ")[0], row.Split(" | ")[1]);
        var example = SampleCatalogue.Folder.Examples().First(example => example.Topic.Id == topic && example.Expected.Tickets?.Contains(id) == true);
        var run = await RequestRun.OfAsync(example with { Fields = example.Fields.SetItem("priority", new FieldValue.Text("High")) });
        Assert.Equal(example.Topic.Tickets.Single(ticket => ticket.Id == id).Priority == "{{priority}}" ? "High" : "Urgent", run.Tickets.Single(draft => draft.Template == id).Priority);
    }

    [Fact]
    public void Internal_requests_are_in_the_name_of_the_account_for_them_and_customer_tickets_in_that_of_who_asked() =>
        Assert.All(
            SampleCatalogue.Folder.Topics.SelectMany(topic => topic.Tickets).Where(ticket => ticket.System == "zendesk"),
            ticket => Assert.Equal(ticket.Form == Forms["customer"] ? null : "gitlab_support@example.com", ticket.Requester?.Value));

    [Fact]
    public void A_ticket_for_the_federal_form_is_for_the_public_sector_and_no_other_internal_request_is() =>
        Assert.All(
            SampleCatalogue.Folder.Topics.SelectMany(topic => topic.Tickets).Where(ticket => ticket.Form is { } form && form != Forms["customer"]),
            ticket => Assert.Equal(ticket.Form == Forms["us-gov"], ticket.Id.EndsWith("-us-gov", StringComparison.Ordinal) && ticket.Queue!.EndsWith("US Government", StringComparison.Ordinal)));
}
