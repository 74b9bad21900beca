using System.Net.Http.Headers;
using Azure.Core;

namespace Approvals.Adapters.Graph;

/// <summary>Puts a token on every call. The credential keeps tokens until they run out.</summary>
internal sealed class GraphSignIn(TokenCredential credential, Uri url) : DelegatingHandler
{
    private readonly TokenRequestContext scope = new([$"{url.GetLeftPart(UriPartial.Authority)}/.default"]);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var token = await credential.GetTokenAsync(scope, cancellationToken);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Token);
        return await base.SendAsync(request, cancellationToken);
    }
}
