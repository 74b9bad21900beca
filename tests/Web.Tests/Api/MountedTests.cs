using System.Net;
using Approvals.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Web.Tests.Api;

/// <summary>The pipeline as another server's endpoint: everything goes to one catch-all, which hands it over.</summary>
public sealed class MountedTests
{
    [Fact]
    public async Task The_pipeline_works_behind_the_catch_all_of_another_server()
    {
        await using var desk = await Desk.StartAsync(mount: app =>
        {
            var builder = new ApplicationBuilder(app.Services);
            builder.UseApprovalsWeb();
            var pipeline = builder.Build();
            app.Map("{*path}", async (HttpContext context) =>
            {
                context.SetEndpoint(null);
                context.Request.RouteValues.Clear();
                await pipeline(context);
            }).AllowAnonymous();
        });
        var view = await desk.SubmitAsync();
        using var bo = desk.As(World.Bo);
        Assert.Equal("approved", (string?)(await (await bo.PostAsync($"/api/requests/{view.Id()}/decisions", view.Decision("approve"))).JsonAsync())["status"]);
        await (await bo.FetchAsync("/api/nothing")).IsProblemAsync(HttpStatusCode.NotFound, "unknown-address");
        await (await bo.PostTextAsync("/api/requests", "{")).IsProblemAsync(HttpStatusCode.BadRequest, "malformed-json");
        await (await bo.PostTextAsync("/api/requests", new string(' ', 300 * 1024))).IsProblemAsync(HttpStatusCode.RequestEntityTooLarge, "too-large");
        Assert.Equal(HttpStatusCode.OK, (await bo.FetchAsync("/openapi/v1.json")).StatusCode);
        using var nobody = desk.As(null);
        Assert.Equal(HttpStatusCode.OK, (await nobody.FetchAsync("/signin")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await nobody.PostTextAsync("/signin", "mail=ann@example.com", "application/x-www-form-urlencoded")).StatusCode);
    }
}
