using System.Text.Encodings.Web;
using Approvals.App;
using Approvals.App.Ports;
using Approvals.Core.Requests;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Approvals.Web.Identity;

/// <summary><c>X-Dev-User: mail</c> says who calls. <see cref="LoopbackOnly"/> stands before it.</summary>
internal sealed class DevelopmentHeader(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, IRoleSource roles)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string Name = "X-Dev-User";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers[Name];
        if (header.Count == 0)
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        if (header.Count > 1 || !EmailAddress.TryParse(header, out var mail))
        {
            return Task.FromResult(AuthenticateResult.Fail($"{Name} holds one mail address."));
        }

        var caller = new Caller(mail, roles.RolesOf(mail));
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(Callers.ToPrincipal(caller, Schemes.Header), Scheme.Name)));
    }
}
