using Approvals.Functions.Hosting;
using Approvals.Functions.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Functions.Tests;

public sealed class WiringTests
{
    [Fact]
    public void All_that_a_function_asks_for_is_there()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Environment.EnvironmentName = Environments.Development;
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Approvals:Store"] = "tables",
            ["Approvals:Tables:ConnectionString"] = "UseDevelopmentStorage=true",
        });
        builder.AddApprovalsFunctions();
        using var services = builder.Services.AddLogging().BuildServiceProvider();
        var known = services.GetRequiredService<IServiceProviderIsService>();
        var needed = typeof(WebFunction).Assembly.GetTypes()
            .Where(type => type.GetMethods().Any(method => method.IsDefined(typeof(FunctionAttribute), inherit: false)))
            .SelectMany(type => type.GetConstructors()).SelectMany(constructor => constructor.GetParameters()).Where(parameter => !parameter.HasDefaultValue).ToList();
        Assert.True(needed.Count > 5, "The functions were not found.");
        Assert.Empty(needed.Where(parameter => !known.IsService(parameter.ParameterType)).Select(parameter => $"{parameter.Member.DeclaringType!.Name} needs {parameter.ParameterType.Name}"));
    }
}
