namespace Approvals.Web.Pages.Live;

/// <summary>What a page needs to notice that what it shows has changed.</summary>
/// <param name="Url">The address that <c>/news</c> and <c>/changes</c> are under.</param>
/// <param name="Since">What the page shows: a version, or the mark of a list.</param>
/// <param name="Page">The address that shows how it stands now.</param>
public sealed record LiveModel(string Url, string Since, string Page);

/// <param name="Since">What to ask from next time.</param>
internal sealed record NewsView(string Since, string Text);
