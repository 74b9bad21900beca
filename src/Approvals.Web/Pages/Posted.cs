using Approvals.Core.Requests;
using Approvals.Web.Api;
using Microsoft.AspNetCore.Http;

namespace Approvals.Web.Pages;

/// <summary>Reads what a form of ours brought. What our own pages can not have sent is nothing, and the command says what it lacks.</summary>
internal static class Posted
{
    private const int MaxKey = 64;

    /// <summary>The key that the page put into the form: sent twice, it is one command.</summary>
    public static string? Key(IFormCollection form) =>
        form["key"].ToString() is { Length: > 0 and <= MaxKey } key && key.All(char.IsAsciiLetterOrDigit) ? key : null;

    public static string? Remark(IFormCollection form, string name) => Texts.Remark(form[name], name);

    public static EmailAddress? Mail(IFormCollection form, string name) => EmailAddress.TryParse(form[name], out var mail) ? mail : null;

    public static int Number(IFormCollection form, string name) => int.TryParse(form[name], out var number) ? number : 0;

    public static long Version(IFormCollection form) => long.TryParse(form["seenVersion"], out var version) ? version : 0;
}
