using System.Reflection;
using System.Xml.Linq;
using Approvals.Adapters.Sqlite;
using Approvals.App;
using Approvals.Core.Requests;
using Approvals.Hosting;
using Approvals.Server.Hosting;
using Approvals.Web.Hosting;
using Xunit;

namespace Architecture.Tests;

/// <summary>What each project may touch: Core, then App, then Adapters and Web, then Hosting, then the hosts.</summary>
public sealed class LayerTests
{
    private static readonly Assembly Core = typeof(Decider).Assembly;
    private static readonly Assembly App = typeof(RequestService).Assembly;
    private static readonly Assembly Adapters = typeof(SqliteOptions).Assembly;
    private static readonly Assembly Web = typeof(ApprovalsWeb).Assembly;
    private static readonly Assembly Hosting = typeof(ApprovalsHost).Assembly;
    private static readonly Assembly Server = typeof(ApprovalsServer).Assembly;

    public static TheoryData<string, string[]> References => new()
    {
        { "Approvals.Core", [] },
        { "Approvals.App", ["Approvals.Core"] },
        { "Approvals.Adapters", ["Approvals.App", "Approvals.Core"] },
        { "Approvals.Web", ["Approvals.App", "Approvals.Core"] },
        { "Approvals.Hosting", ["Approvals.Adapters", "Approvals.App", "Approvals.Core", "Approvals.Web"] },
        { "Approvals.Server", ["Approvals.Adapters", "Approvals.App", "Approvals.Core", "Approvals.Hosting", "Approvals.Web"] },
    };

    [Theory]
    [MemberData(nameof(References))]
    public void A_project_references_only_what_lies_below_it(string project, string[] allowed)
    {
        var assembly = new[] { Core, App, Adapters, Web, Hosting, Server }.Single(candidate => candidate.GetName().Name == project);
        var references = assembly.GetReferencedAssemblies().Select(name => name.Name!).Where(name => name.StartsWith("Approvals.", StringComparison.Ordinal));
        Assert.Empty(references.Except(allowed));
    }

    // By its project file: its packages are not on every registry, so it is not built everywhere.
    [Fact]
    public void The_Functions_host_references_what_the_server_does()
    {
        static string[] References(string project) =>
            [.. XDocument.Load(Path.Combine(Repository.Root, "src", project, $"{project}.csproj")).Descendants("ProjectReference").Select(reference => reference.Attribute("Include")!.Value)];
        Assert.Equal(References("Approvals.Server"), References("Approvals.Functions"));
    }

    [Fact]
    public void Core_references_nothing_but_the_framework()
    {
        var foreign = Core.GetReferencedAssemblies().Select(name => name.Name!).Where(name => !name.StartsWith("System.", StringComparison.Ordinal) && name != "netstandard");
        Assert.Empty(foreign);
    }

    [Theory]
    [InlineData("Microsoft.Data.Sqlite", "Approvals.Adapters")]
    [InlineData("YamlDotNet", "Approvals.Adapters")]
    [InlineData("MimeKit", "Approvals.Adapters")]
    [InlineData("MailKit", "Approvals.Adapters")]
    [InlineData("Azure.", "Approvals.Adapters")]
    [InlineData("Microsoft.Graph", "Approvals.Adapters")]
    [InlineData("Microsoft.DurableTask", "Approvals.Functions")]
    [InlineData("Microsoft.Azure.Functions.Worker", "Approvals.Functions")]
    public void A_technology_stays_in_its_project(string technology, string home)
    {
        foreach (var assembly in new[] { Core, App, Adapters, Web, Hosting, Server }.Where(assembly => assembly.GetName().Name != home))
        {
            Assert.DoesNotContain(assembly.GetReferencedAssemblies(), name => name.Name!.StartsWith(technology, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Only_the_web_and_the_hosts_know_ASP_NET()
    {
        foreach (var assembly in new[] { Core, App, Adapters })
        {
            Assert.DoesNotContain(assembly.GetReferencedAssemblies(), name => name.Name!.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Core_is_synchronous()
    {
        var asynchronous = Core.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(method => typeof(System.Threading.Tasks.Task).IsAssignableFrom(method.ReturnType));
        Assert.Empty(asynchronous);
    }

    [Fact]
    public void Adapters_show_hosts_how_to_add_them_and_nothing_else_of_themselves()
    {
        var ports = App.GetTypes().Where(type => type.IsInterface && type.Namespace == "Approvals.App.Ports").ToHashSet();
        var open = Adapters.GetExportedTypes().Where(type => type.GetInterfaces().Any(ports.Contains)).Select(type => type.FullName);
        Assert.Empty(open);
    }

    [Fact]
    public void Classes_are_sealed()
    {
        // Razor components are generated without it, and closed families have an abstract root.
        var open = new[] { Core, App, Adapters, Web, Hosting, Server }.SelectMany(assembly => assembly.GetTypes())
            .Where(type => type is { IsClass: true, IsSealed: false, IsAbstract: false } && type.Namespace?.StartsWith("Approvals", StringComparison.Ordinal) == true)
            .Where(type => !type.Name.Contains('<', StringComparison.Ordinal) && type.Name != "_Imports" && !InheritsComponent(type))
            .Select(type => type.FullName);
        Assert.Empty(open);
    }

    private static bool InheritsComponent(Type type) =>
        type.BaseType is { } parent && (parent.FullName == "Microsoft.AspNetCore.Components.ComponentBase" || InheritsComponent(parent));
}
