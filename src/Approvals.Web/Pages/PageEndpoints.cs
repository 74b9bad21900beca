using Approvals.Web.Identity;
using Approvals.Web.Pages.Admin;
using Approvals.Web.Pages.Catalogue;
using Approvals.Web.Pages.Decide;
using Approvals.Web.Pages.Delegations;
using Approvals.Web.Pages.Errors;
using Approvals.Web.Pages.Forms;
using Approvals.Web.Pages.Home;
using Approvals.Web.Pages.Inbox;
using Approvals.Web.Pages.Live;
using Approvals.Web.Pages.Mailbox;
using Approvals.Web.Pages.Requests;
using Approvals.Web.Pages.SignIn;
using Approvals.Web.Pages.Tickets;
using Approvals.Web.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Approvals.Web.Pages;

internal static class PageEndpoints
{
    public static void AddPages(this IServiceCollection services)
    {
        services.AddSingleton<PageFrame>();
        services.AddSingleton<RequestPages>();
        services.AddSingleton<FormChecks>();
        services.AddSingleton<FormUploads>();
        services.AddSingleton<Proposals>();
        services.AddSingleton<LivePlaces>();
        services.AddSingleton<LiveStream>();
    }

    public static void MapPages(IEndpointRouteBuilder routes)
    {
        routes.MapHome();
        routes.MapForms();
        routes.MapRequests();
        routes.MapInbox();
        routes.MapLive();
        routes.MapDecisionLinks();
        routes.MapTickets();
        DelegationPages.MapDelegations(routes);
        routes.MapAdmin();
        routes.MapBacklog();
        routes.MapCatalogue();
        if (routes.ServiceProvider.GetRequiredService<AuthOptions>().Mode == AuthMode.Development)
        {
            routes.MapMailbox();
            routes.MapClock();
            routes.MapChoosePerson();
        }
    }

    /// <summary>Shows a problem to somebody who uses a browser. The status is set already.</summary>
    public static Task ShowProblemAsync(HttpContext context, Problem problem)
    {
        var page = context.RequestServices.GetRequiredService<PageFrame>().Bare(context);
        return Show.Page<MessagePage>(page, Messages.Of(problem), problem.Status).ExecuteAsync(context);
    }
}
