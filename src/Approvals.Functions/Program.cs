using Approvals.Adapters.Tables;
using Approvals.Adapters.Telemetry;
using Approvals.Adapters.Yaml;
using Approvals.App.Moving;
using Approvals.Functions.Hosting;
using Approvals.Web.Hosting;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

try
{
    var builder = FunctionsApplication.CreateBuilder(args);
    builder.ConfigureFunctionsWebApplication();
    builder.AddApprovalsFunctions();
    using var app = builder.Build().Opened();
    await app.RunAsync();
    return 0;
}
catch (Exception e) when (e is SettingsException or CatalogueException or TableStorageException or MoveException or TelemetryException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}
