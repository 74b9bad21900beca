using Approvals.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Approvals.Functions.Http;

/// <summary>The same pipeline that the one-machine server runs, for requests that the Functions host hands over.</summary>
internal sealed class WebPipeline
{
    private readonly RequestDelegate pipeline;

    public WebPipeline(IServiceProvider services)
    {
        var app = new ApplicationBuilder(services);
        app.UseApprovalsWeb();
        pipeline = app.Build();
    }

    public Task RunAsync(HttpContext context)
    {
        // The worker routed it to the function; from here on it is a fresh request.
        context.SetEndpoint(null);
        context.Request.RouteValues.Clear();
        return pipeline(context);
    }
}
