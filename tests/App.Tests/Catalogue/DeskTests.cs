using Approvals.Core.Catalogue;
using Xunit;

namespace Approvals.App.Tests.Catalogue;

/// <summary>The desk that ships is the whole desk: every topic of the partner FAQ, under the id and the kind that links and tickets use.</summary>
public sealed class DeskTests
{
    // Two topics have two entries each: F10 is judged by a check and decided by F04's request, F31 has a check and the request that it leads to.
    private const string Agreed = """
        F01 deal-registration-eligibility check
        F02 partner-portal-access check
        F03 deal-registration-extension request
        F04 deal-registration request
        F05 deal-registration-on-opportunity guide
        F06 partner-on-quote guide
        F07 sales-qualified-source check
        F08 partner-incentives guide
        F09 partner-discount guide
        F10 partner-sourced-or-co-sell check
        F11 sales-compensation guide
        F12 route-to-market-options guide
        F13 distribution-benefits guide
        F14 distributor-or-direct check
        F15 partner-quote guide
        F16 quote-recipients check
        F17 partner-billing-account request
        F18 invoice-owner guide
        F19 one-time-authorization request
        F20 partner-prospect-status request
        F21 offline-license-pre-sale request
        F22 non-standard-payment-terms request
        F23 clone-quote check
        F24 recall-quote-approval guide
        F25 change-reseller-on-add-on check
        F26 incumbency-transfer request
        F27 add-on-before-renewal check
        F28 temporary-license-extension request
        F29 booking-readiness check
        F30 quote-expiry-extension check
        F31 quarter-end-submission check
        F31 purchase-order-exception request
        F32 eccn guide
        F33 invoice-timing check
        F34 invoice-and-pod-recipients check
        F35 resend-license request
        F36 end-user-contact-change request
        F37 offline-license-post-sale request
        F38 compute-minutes-top-up request
        """;

    private static readonly string[][] Rows = [.. Agreed.Split('\n').Select(line => line.Split(' '))];

    [Fact]
    public void All_38_topics_are_there_with_their_kinds_and_no_other()
    {
        Assert.Equal(Enumerable.Range(1, 38).Select(number => $"F{number:d2}"), Rows.Select(row => row[0]).Distinct());
        Assert.Equal(
            Rows.Select(row => $"{row[1]} {row[2]}").Order(StringComparer.Ordinal),
            SampleCatalogue.Folder.Topics.Select(topic => $"{topic.Id} {topic.Kind.ToString().ToLowerInvariant()}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_topic_guides_has_a_link_and_can_be_searched_for() =>
        Assert.All(SampleCatalogue.Folder.Topics, topic => Assert.True(topic is { Guidance.Length: > 100, Links.IsEmpty: false, Keywords.Length: > 3 }, topic.Id));

    [Fact]
    public void Every_refusal_and_every_answer_of_a_check_says_what_to_do() =>
        Assert.All(SampleCatalogue.Folder.Topics, topic =>
        {
            Assert.All(topic.Refusals, rule => Assert.True(Shown(rule.Guidance).Length > 40, $"{topic.Id}: {rule.Id}"));
            Assert.All(topic.Check.Rules.Where(rule => rule.Verdict is Verdict.No or Verdict.Todo), rule => Assert.True(Shown(rule.Guidance).Length > 15, $"{topic.Id}: {rule.Id}"));
        });

    [Fact]
    public void Links_inside_the_desk_lead_to_topics_of_the_desk()
    {
        var ids = SampleCatalogue.Folder.Topics.Select(topic => $"/new/{topic.Id})").ToHashSet();
        foreach (var text in SampleCatalogue.Folder.Topics.SelectMany(topic => topic.Refusals.Select(rule => Shown(rule.Guidance)).Concat(topic.Check.Rules.Select(rule => Shown(rule.Guidance))).Append(topic.Guidance)))
        {
            Assert.All(text.Split("](/").Skip(1), rest => Assert.Contains($"/{rest[..(rest.IndexOf(')', StringComparison.Ordinal) + 1)]}", ids));
        }
    }

    [Fact]
    public void What_is_for_our_own_people_is_marked_so() =>
        Assert.Equal(["partner-discount", "partner-incentives"], SampleCatalogue.Folder.Topics.Where(topic => topic.InternalOnly).Select(topic => topic.Id).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_conflict_of_the_sources_is_a_setting_that_says_why_we_chose_so()
    {
        string[] conflicts =
        [
            "deal-registration finalApprover AreaSalesManager",
            "booking-readiness lateRenewalDays 15",
            "add-on-before-renewal waiverWithoutApproval 10",
            "temporary-license-extension selfServiceFirst true",
            "end-user-contact-change sellerMayAsk false",
            "deal-registration-eligibility serviceAttachBeforeClose true",
            "temporary-license-extension graceDays 0",
            "compute-minutes-top-up supportCategory Other > Other License & Renewals Related Issue",
        ];
        var settings = SampleCatalogue.Folder.Topics.SelectMany(topic => topic.Values.Where(value => value.IsSetting).Select(value => (Topic: topic.Id, value.Spec, Value: ((Formula.Constant)value.Formula).Value))).ToList();
        Assert.Equal(conflicts.Order(StringComparer.Ordinal), settings.Where(setting => setting.Spec.Help!.StartsWith("Sources differ", StringComparison.Ordinal)).Select(setting => $"{setting.Topic} {setting.Spec.Name} {setting.Value.Canonical}").Order(StringComparer.Ordinal));
        Assert.All(settings, setting => Assert.False(string.IsNullOrEmpty(setting.Spec.Help)));
    }

    private static string Shown(Template text) => text.Render(name => name);
}
