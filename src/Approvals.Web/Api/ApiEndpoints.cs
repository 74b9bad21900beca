using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Approvals.Web.Api;

internal static class ApiEndpoints
{
    public static void AddApi(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json => ApiJson.Configure(json.SerializerOptions));
        // A body that can not be read throws, in every environment, and ends as a problem that names what is wrong.
        services.Configure<RouteHandlerOptions>(handlers => handlers.ThrowOnBadRequest = true);
        services.AddOpenApi("v1", OpenApiText.Configure);
        services.AddSingleton<RequestViews>();
        services.AddSingleton<RequestDoor>();
    }

    public static void MapApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api").Refuses(
            StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status429TooManyRequests, StatusCodes.Status503ServiceUnavailable);
        api.MapTopics();
        api.MapChecks();
        api.MapPreviews();
        api.MapRequests();
        api.MapCommands();
        api.MapDelegations();
        api.MapFiles();
        api.MapTickets();
        api.MapHooks();
        api.MapMailNotices();
        api.MapAdmin();
        api.MapBacklog();
        api.MapAudit();
        routes.MapOpenApi().AllowAnonymous();
    }
}
