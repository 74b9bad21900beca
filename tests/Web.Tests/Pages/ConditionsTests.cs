using Approvals.Web.Pages.Forms;

namespace Web.Tests.Pages;

public sealed class ConditionsTests
{
    [Fact]
    public void A_condition_on_choices_is_told_to_the_script() => Assert.Equal(
        """[[{"field":"route","any":["Reseller","Distributor"],"not":false}]]""",
        Conditions.For(Browser.SampleTopics.Topic.Field("reseller")!));

    [Fact]
    public void A_field_without_a_condition_is_always_shown() => Assert.Null(Conditions.For(Browser.SampleTopics.Topic.Field("account")!));
}
