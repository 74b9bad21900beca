using Approvals.App;
using Approvals.App.Ports;
using Approvals.Core.Requests;
using Approvals.Web.Problems;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Approvals.Web.Identity;

/// <summary>Sign-in and sign-out of the pages. In Development the page at <c>GET /signin</c> lists people; with Entra ID it leads there.</summary>
internal static class SignInEndpoints
{
    public const string Path = "/signin";

    public static void MapSignIn(this IEndpointRouteBuilder routes, AuthOptions auth)
    {
        if (auth.Mode == AuthMode.Development)
        {
            routes.MapPost(Path, SignInAsync).AllowAnonymous();
            routes.MapPost("/signout", (HttpContext _) => TypedResults.SignOut(new AuthenticationProperties { RedirectUri = Path }, [Schemes.Session])).AllowAnonymous();
        }
        else
        {
            routes.MapGet(Path, (string? returnUrl) => TypedResults.Challenge(new AuthenticationProperties { RedirectUri = Local(returnUrl) }, [Schemes.OpenId])).AllowAnonymous();
            routes.MapPost("/signout", (HttpContext _) => TypedResults.SignOut(new AuthenticationProperties { RedirectUri = "/" }, [Schemes.Session, Schemes.OpenId])).AllowAnonymous();
        }
    }

    /// <summary>Where somebody who is not signed in is sent, so that they come back to what they wanted to see.</summary>
    public static string PathFor(HttpRequest request)
    {
        var wanted = HttpMethods.IsGet(request.Method) ? request.Path + request.QueryString.Value : "/";
        return wanted is "/" ? Path : $"{Path}?returnUrl={Uri.EscapeDataString(wanted)}";
    }

    private static async Task<IResult> SignInAsync(HttpContext context, IRoleSource roles, [FromForm] string? mail, [FromForm] string? returnUrl)
    {
        if (!EmailAddress.TryParse(mail, out var address) || roles.RolesOf(address) == Roles.None)
        {
            return new ProblemResult(new Problem(StatusCodes.Status422UnprocessableEntity, "unknown-person", "Nobody of that address can sign in here. Choose a person of the list."));
        }

        await context.SignInAsync(Schemes.Session, Callers.ToPrincipal(new Caller(address, Roles.None), Schemes.Session));
        return TypedResults.LocalRedirect(Local(returnUrl));
    }

    // "//host" and "/\host" are other sites to a browser.
    private static string Local(string? url) =>
        url is ['/', ..] and not ['/', '/' or '\\', ..] && !url.Any(char.IsControl) ? url : "/";
}
