using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Approvals.App.Ports;

namespace Approvals.Adapters.GraphMail;

/// <summary>The <c>clientState</c> of our subscriptions: whoever knows it is Graph. One for the desk, whichever host made a subscription.</summary>
internal sealed class GraphSecret(ISecretStore secrets)
{
    private string? known;

    public async Task<string> GetAsync(CancellationToken ct) =>
        known ??= Base64Url.EncodeToString((await secrets.GetOrAddAsync(SecretAreas.Notices, "graph", RandomNumberGenerator.GetBytes(32), ct)).Span);

    public async Task<bool> IsAsync(string? said, CancellationToken ct)
    {
        var right = await GetAsync(ct);
        return said is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(said), Encoding.UTF8.GetBytes(right));
    }
}
