using Approvals.App;
using Approvals.App.Ports;
using Approvals.Core.Requests;
using Approvals.Web.Identity;
using Approvals.Web.Pages.Shared;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;

namespace Approvals.Web.Pages;

/// <summary>Finds what every page shows around its own matter.</summary>
internal sealed class PageFrame(IDirectory directory, RequestQueries queries, IAntiforgery forms, AuthOptions auth, TimeProvider clock)
{
    private const int CountedUpTo = 10;

    public async Task<PageContext> OfAsync(HttpContext http, IEnumerable<EmailAddress> people, CancellationToken ct)
    {
        var caller = Callers.Of(http.User);
        return Bare(http) with
        {
            Viewer = caller is null ? null : await ViewerAsync(caller, ct),
            Names = await NameBook.OfAsync(directory, caller is null ? people : people.Append(caller.Mail), ct),
        };
    }

    /// <summary>The frame of a page that must show whatever else is out of order: it asks nobody.</summary>
    public PageContext Bare(HttpContext http)
    {
        var tokens = forms.GetAndStoreTokens(http);
        return new PageContext
        {
            Viewer = Callers.Of(http.User) is { } caller ? new Viewer(caller.Mail, caller.Mail.Value, null, caller.IsAdministrator, caller.SeesEverything, 0) : null,
            Now = clock.GetUtcNow(),
            Names = NameBook.Empty,
            Token = new FormToken(tokens.FormFieldName, tokens.RequestToken ?? ""),
            Section = http.Request.Path.Value?.Split('/', 3) is [_, var section, ..] ? section : "",
            Development = auth.Mode == AuthMode.Development,
            Notice = Notices.Of(http.Request.Query["done"]),
        };
    }

    private async Task<Viewer> ViewerAsync(Caller caller, CancellationToken ct)
    {
        var person = await directory.FindAsync(caller.Mail, ct);
        var waiting = await queries.InboxAsync(caller, null, CountedUpTo, ct);
        return new Viewer(caller.Mail, person?.Name ?? caller.Mail.Value, person?.Calendar.Zone, caller.IsAdministrator, caller.SeesEverything, waiting.Items.Length);
    }
}
