using System.Collections.Immutable;
using Approvals.Adapters.Yaml;
using Approvals.Core.Catalogue;
using Approvals.Core.Requests;
using Xunit;

namespace Approvals.App.Tests.Catalogue;

/// <summary>One Partner Sourced registration of an opportunity can be approved, however the opportunity is written.</summary>
public sealed class OneRegistrationTests
{
    private static readonly TopicExample Example = SampleCatalogue.Folder.Examples().First(example => example.Topic.Id == "deal-registration");
    private static readonly EvaluationContext Context = new(Example.AtUtc, SampleCatalogue.Folder.Roles.People.Single(person => person.Mail.Value == "seller@example.com"));

    [Theory]
    [InlineData("https://gitlab.my.salesforce.com/0061M00001AbCdEQAV", null)]
    [InlineData("https://gitlab.lightning.force.com/lightning/r/Opportunity/0061M00001AbCdEQAV/view", null)]
    [InlineData("https://gitlab.my.salesforce.com/0061M00001AbCdE", null)]
    [InlineData("https://gitlab--uat2.sandbox.my.salesforce.com/0061M00001AbCdE", null)]
    [InlineData(null, "0061M00001AbCdE")]
    public void Another_partner_is_refused_once_one_is_approved(string? url, string? id)
    {
        var other = Fields(("partner", "Reseller Nord GmbH"), ("opportunityUrl", url), ("opportunityId", id));
        var approved = RequestId.Parse("0123456789abcdefghjkmnpqrs");
        var taken = TopicEvaluator.Claims(Example.Topic, Example.Fields, Context).ToImmutableDictionary(claim => claim.Key, _ => approved);

        Assert.IsType<Evaluation.Drafted>(TopicEvaluator.Evaluate(Example.Topic, other, Context));
        var refused = Assert.IsType<Evaluation.Refused>(TopicEvaluator.Evaluate(Example.Topic, other, Context with { Taken = taken }));

        Assert.Equal([("one-approved-registration", approved)], refused.Refusals.Select(refusal => (refusal.Rule, refusal.Because!.Value)));
    }

    [Fact]
    public void Another_opportunity_is_free()
    {
        var taken = TopicEvaluator.Claims(Example.Topic, Example.Fields, Context).ToImmutableDictionary(claim => claim.Key, _ => RequestId.Parse("0123456789abcdefghjkmnpqrs"));
        var other = Fields(("opportunityUrl", "https://gitlab.my.salesforce.com/0061M00001AbCdFQAV"));
        Assert.IsType<Evaluation.Drafted>(TopicEvaluator.Evaluate(Example.Topic, other, Context with { Taken = taken }));
    }

    [Fact]
    public void Service_attach_stands_beside_it() =>
        Assert.Empty(TopicEvaluator.Claims(Example.Topic, SampleCatalogue.Folder.Examples().Single(example => example.Name == "services at the time of the sale").Fields, Context));

    private static ImmutableDictionary<string, FieldValue> Fields(params (string Name, string? Text)[] changes) => changes.Aggregate(
        Example.Fields, (fields, change) => change.Text is { } text ? fields.SetItem(change.Name, new FieldValue.Text(text)) : fields.Remove(change.Name));
}
