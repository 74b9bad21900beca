using System.Globalization;

namespace Web.Tests.Browser;

/// <summary>Forms that are accepted as they stand.</summary>
internal static class Forms
{
    public static Dictionary<string, string> OfflineLicense(string account) => new()
    {
        ["opportunityUrl"] = "https://gitlab.my.salesforce.com/0061M00001AbCdEQAV",
        ["opportunityStage"] = "ClosedWon",
        ["accountName"] = account,
        ["region"] = "EMEA",
        ["routeToMarket"] = "Reseller",
        ["resalePartner"] = "Partner AG",
        ["priority"] = "Low",
        ["justification"] = "The customer runs an air-gapped network and cannot activate online.",
        ["requestedLicenseType"] = "Offline",
        ["gitlabVersion"] = "17.5",
        ["reason"] = "AirGapped",
        ["soldToEmail"] = "it@acme.example",
        ["subscriptionName"] = "A-S00263985",
        ["accessLost"] = "false",
    };

    public static Dictionary<string, string> PaymentTerms(string account, int days) => new()
    {
        ["opportunityUrl"] = "https://gitlab.my.salesforce.com/0061M00001AbCdEQAV",
        ["opportunityStage"] = "3",
        ["quoteId"] = "Q-00012345",
        ["quoteType"] = "New",
        ["accountName"] = account,
        ["region"] = "EMEA",
        ["routeToMarket"] = "Direct",
        ["priority"] = "Normal",
        ["justification"] = "The customer's policy asks for longer terms.",
        ["productTier"] = "Premium",
        ["quantity"] = "100",
        ["listPrice"] = "34800",
        ["discountPct"] = "0",
        ["effectivePrice"] = "34800",
        ["tcv"] = "34800",
        ["bookedArr"] = "34800",
        ["currency"] = "USD",
        ["startDate"] = Ahead(40),
        ["endDate"] = Ahead(404),
        ["termMonths"] = "12",
        ["currentTerm"] = "30",
        ["requestedTermDays"] = days.ToString(CultureInfo.InvariantCulture),
        ["paymentSchedule"] = "Prepaid",
        ["submitterComments"] = "Executive summary: the customer pays late by policy, but always pays.",
    };

    public static Dictionary<string, string> OneTimeAuthorization(string account) => new()
    {
        ["opportunityUrl"] = "https://gitlab.my.salesforce.com/0061M00001AbCdEQAV",
        ["opportunityStage"] = "3",
        ["accountName"] = account,
        ["region"] = "APJ",
        ["routeToMarket"] = "Reseller",
        ["priority"] = "Normal",
        ["justification"] = "The customer buys only through this reseller.",
        ["partnerLegalName"] = "Kansai Trading KK",
        ["partnerCountry"] = "JP",
        ["partnerContactName"] = "Partner contact",
        ["partnerContactEmail"] = "contact@kansai.example",
        ["partnerStatus"] = "Prospect",
        ["signUpOffered"] = "true",
        ["whySignUpNotPossible"] = "Their board meets only in spring.",
        ["customerDemandEvidence"] = "Mail of the customer, 2026-11-02",
        ["amount"] = "48000",
        ["currency"] = "USD",
        ["quoteNeededBy"] = Ahead(60),
        ["exportScreening"] = "Clear",
    };

    private static string Ahead(int days) => DateTime.UtcNow.AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
