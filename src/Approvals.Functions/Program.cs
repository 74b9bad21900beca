using Approvals.Adapters.Tables;
using Approvals.Adapters.Yaml;
using Approvals.Functions.Hosting;
using Approvals.Web.Hosting;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

try
{
    var builder = FunctionsApplication.CreateBuilder(args);
    builder.ConfigureFunctionsWebApplication();
    builder.AddApprovals();
    using var app = builder.Build().Opened();
    await app.RunAsync();
    return 0;
}
catch (Exception e) when (e is SettingsException or CatalogueException or TableStorageException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}
