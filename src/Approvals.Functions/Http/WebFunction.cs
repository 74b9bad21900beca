using Approvals.Functions.Alarm;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Approvals.Functions.Http;

/// <summary>Everything over HTTP: pages, API, health. Who may do what is decided in the pipeline; a function key would prove nothing about a person.</summary>
internal sealed class WebFunction(WebPipeline pipeline, DurableWake wake)
{
    [Function("Web")]
    public async Task<IActionResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, Route = "{*path}")] HttpRequest request, [DurableClient] DurableTaskClient durable)
    {
        var woken = wake.Collect();
        await pipeline.RunAsync(request.HttpContext);
        // What was accepted is stored: the answer goes out first. The invocation ends when the nudges are sent, so the host does not stop us in between.
        await request.HttpContext.Response.CompleteAsync();
        await wake.SendAsync(durable, woken);
        return new EmptyResult();
    }
}
