using Approvals.Core.Catalogue;
using Approvals.Web.Pages.Forms;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Web.Tests.Pages;

public sealed class FormValuesTests
{
    private static readonly Topic Topic = Browser.SampleTopics.Topic;

    private static FormValues Typed(params (string Field, string[] Values)[] fields) => FormValues.Of(
        Topic, new FormCollection(fields.ToDictionary(field => FormValues.Prefix + field.Field, field => new StringValues(field.Values))));

    [Fact]
    public void Each_kind_of_field_is_read_as_its_value()
    {
        var fields = Typed(("account", [" Acme "]), ("days", ["075"]), ("told", ["false"]), ("extras", ["ramp", "lock"]), ("why", ["one\r\ntwo"])).Read(Topic);
        Assert.Equal(new FieldValue.Text("Acme"), fields["account"]);
        Assert.Equal(new FieldValue.Number(75), fields["days"]);
        Assert.Equal(new FieldValue.Flag(false), fields["told"]);
        Assert.Equal(new FieldValue.Choices(["ramp", "lock"]), fields["extras"]);
        Assert.Equal(new FieldValue.Text("one\ntwo"), fields["why"]);
    }

    [Fact]
    public void What_was_left_empty_is_left_out() =>
        Assert.Empty(Typed(("account", ["  "]), ("days", [""]), ("told", [""]), ("extras", [])).Read(Topic));

    [Theory]
    [InlineData("abc")]
    [InlineData("1,000")]
    [InlineData("1e5")]
    [InlineData("999999999999999999999999999999999999")]
    public void A_number_that_is_none_stays_text_for_the_catalogue_to_refuse(string typed) =>
        Assert.Equal(new FieldValue.Text(typed), Typed(("days", [typed])).Read(Topic)["days"]);

    [Fact]
    public void Unknown_fields_are_not_read() => Assert.Empty(Typed(("nonsense", ["x"])).Read(Topic));

    [Fact]
    public void What_is_written_into_a_form_is_read_back_the_same()
    {
        var fields = Typed(("account", ["Acme"]), ("days", ["75.5"]), ("told", ["true"]), ("extras", ["opt"])).Read(Topic);
        Assert.Equal(fields, FormValues.Of(fields).Read(Topic));
    }
}
