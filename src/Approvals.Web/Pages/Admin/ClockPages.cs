using System.Xml;
using Approvals.Web.Development;
using Approvals.Web.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Approvals.Web.Pages.Admin;

/// <summary>Moves the product's clock on, in Development.</summary>
internal static class ClockPages
{
    private static readonly string[] Offered = ["PT1H", "P1D", "P3D", "P7D"];

    public static void MapClock(this IEndpointRouteBuilder routes) => routes.MapPost(AdminPages.Address + "/clock", AdvanceAsync).RequireAuthorization(Policies.SeesEverything);

    private static async Task<IResult> AdvanceAsync(HttpContext context, ClockHand hand, CancellationToken ct)
    {
        var form = await context.Request.ReadFormAsync(ct);
        var by = form["advance"].ToString();
        if (!Offered.Contains(by))
        {
            return Show.SeeOther(AdminPages.Address + "?done=again");
        }

        await hand.AdvanceAsync(XmlConvert.ToTimeSpan(by), ct);
        return Show.SeeOther(AdminPages.Address + "?done=clock");
    }
}
