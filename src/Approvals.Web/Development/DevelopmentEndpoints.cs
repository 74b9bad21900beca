using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Approvals.Web.Development;

/// <summary>Routes that exist only where anybody may be anybody: in Development, over loopback.</summary>
internal static class DevelopmentEndpoints
{
    public static void AddDevelopment(this IServiceCollection services) => services.AddSingleton<ClockHand>();

    public static void MapDevelopment(this IEndpointRouteBuilder routes)
    {
        var development = routes.MapGroup("/api/dev");
        development.MapClock();
        development.MapMailbox();
    }
}
