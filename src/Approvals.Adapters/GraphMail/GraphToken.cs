using System.Net.Http.Headers;
using Azure.Core;
using Azure.Identity;

namespace Approvals.Adapters.GraphMail;

/// <summary>Signs every call as the host's identity. The credential keeps its tokens.</summary>
internal sealed class GraphToken(TokenCredential credential, Uri baseAddress) : DelegatingHandler
{
    private readonly TokenRequestContext scope = new([$"{baseAddress.GetLeftPart(UriPartial.Authority)}/.default"]);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            var token = await credential.GetTokenAsync(scope, cancellationToken);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Token);
        }
        catch (AuthenticationFailedException e)
        {
            // The first line: the rest is about how each way of signing in went.
            throw new GraphException(
                GraphFault.Away,
                $"There is no token for Graph: {e.Message.Split('\n')[0].Trim()} Check Approvals:Mail:Graph:ClientId, and that the host has that identity.",
                inner: e);
        }

        return await base.SendAsync(request, cancellationToken);
    }
}
