using Approvals.Web.Pages;
using Approvals.Web.Pages.Mailbox;

namespace Web.Tests.Pages;

public sealed class NoticesTests
{
    [Theory]
    [InlineData("Your password has expired")]
    [InlineData("<b>submitted</b>")]
    [InlineData("")]
    [InlineData(null)]
    public void An_address_can_not_put_words_into_a_page(string? done) => Assert.Null(Notices.Of(done));

    [Fact]
    public void Links_of_a_mail_lead_to_pages_of_this_desk_only() => Assert.Equal(
        [("See ", null), ("http://localhost:7071/d/abc", "/d/abc"), (" or https://elsewhere.example/x.", null)],
        LinkedText.Of("See http://localhost:7071/d/abc or https://elsewhere.example/x.").Select(part => (part.Text, part.Path)));
}
