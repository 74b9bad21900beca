
namespace Web.Tests.Api;

/// <summary>One desk for all tests of a class that look at their own requests only.</summary>
public sealed class SharedDesk : IAsyncLifetime
{
    internal Desk Desk { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Desk = await Desk.StartAsync();

    public ValueTask DisposeAsync() => Desk.DisposeAsync();
}
