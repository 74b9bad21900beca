using Approvals.App.Ports;
using Approvals.Web.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Approvals.Web.Pages.SignIn;

/// <summary>In Development: choose a person. What the choice does is in the folder Identity.</summary>
internal static class SignInPages
{
    public static void MapChoosePerson(this IEndpointRouteBuilder routes) => routes.MapGet(SignInEndpoints.Path, ChooseAsync).AllowAnonymous();

    private static async Task<IResult> ChooseAsync(string? returnUrl, HttpContext context, IRoleSource roles, PageFrame frame, CancellationToken ct) =>
        Show.Page<SignInPage>(await frame.OfAsync(context, [], ct), new SignInModel([.. roles.People.Select(person => (person.Mail, person.Name))], returnUrl ?? "/"));
}
