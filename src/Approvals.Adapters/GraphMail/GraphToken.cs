using System.Net.Http.Headers;
using Azure.Core;
using Azure.Identity;

namespace Approvals.Adapters.GraphMail;

/// <summary>The host's identity at Graph. The credential keeps its tokens.</summary>
internal sealed class GraphIdentity(TokenCredential credential, Uri baseAddress)
{
    private readonly TokenRequestContext scope = new([$"{baseAddress.GetLeftPart(UriPartial.Authority)}/.default"]);

    public async Task<string> TokenAsync(CancellationToken ct)
    {
        try
        {
            return (await credential.GetTokenAsync(scope, ct)).Token;
        }
        catch (AuthenticationFailedException e)
        {
            // The first line: the rest is about how each way of signing in went.
            throw new GraphException(
                GraphFault.Away,
                $"There is no token for Graph: {e.Message.Split('\n')[0].Trim()} Check Approvals:Mail:Graph:ClientId, and that the host has that identity.",
                inner: e);
        }
    }
}

/// <summary>Signs every call as the host's identity.</summary>
internal sealed class GraphToken(GraphIdentity identity) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await identity.TokenAsync(cancellationToken));
        return await base.SendAsync(request, cancellationToken);
    }
}
