using System.Security.Cryptography;
using Approvals.Web.Hosting;
using Approvals.Web.Identity;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Web.Tests.Api;

/// <summary>Signs tokens as Entra ID would, with a key of the test's own; the product knows its public half as if from the metadata.</summary>
internal sealed class TestIssuer : IDisposable
{
    public const string Tenant = "11111111-2222-3333-4444-555555555555";
    public const string Client = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee";
    public const string Issuer = $"https://login.microsoftonline.com/{Tenant}/v2.0";
    private readonly RSA rsa = RSA.Create(2048);
    private readonly RSA other = RSA.Create(2048);

    public static WebOptions Options { get; } = new() { Auth = AuthMode.Entra, Entra = new EntraOptions { TenantId = Tenant, ClientId = Client } };

    public RsaSecurityKey Key => new(rsa) { KeyId = "one" };

    public static Dictionary<string, object> Claims(string mail, params string[] roles) =>
        new() { ["iss"] = Issuer, ["aud"] = Client, ["tid"] = Tenant, ["preferred_username"] = mail, ["roles"] = roles, ["sub"] = "someone" };

    public Task<Desk> StartAsync() => Desk.StartAsync(Options, "Production", services => services
        .PostConfigure<JwtBearerOptions>(Schemes.Bearer, options => options.ConfigurationManager = new StaticConfigurationManager<OpenIdConnectConfiguration>(Metadata()))
        .PostConfigure<OpenIdConnectOptions>(Schemes.OpenId, options => options.ConfigurationManager = new StaticConfigurationManager<OpenIdConnectConfiguration>(Metadata())));

    public OpenIdConnectConfiguration Metadata()
    {
        var metadata = new OpenIdConnectConfiguration { Issuer = Issuer, AuthorizationEndpoint = "https://login.microsoftonline.com/authorize", EndSessionEndpoint = "https://login.microsoftonline.com/logout" };
        metadata.SigningKeys.Add(new RsaSecurityKey(rsa.ExportParameters(false)) { KeyId = "one" });
        return metadata;
    }

    public string Sign(IDictionary<string, object> claims, DateTime? from = null, DateTime? until = null, SigningCredentials? with = null) => Write(new SecurityTokenDescriptor
    {
        Claims = claims,
        NotBefore = from ?? DateTime.UtcNow.AddMinutes(-5),
        IssuedAt = from ?? DateTime.UtcNow.AddMinutes(-5),
        Expires = until ?? DateTime.UtcNow.AddMinutes(30),
        SigningCredentials = with ?? new SigningCredentials(Key, SecurityAlgorithms.RsaSha256),
    });

    public static string Unsigned(IDictionary<string, object> claims) =>
        Write(new SecurityTokenDescriptor { Claims = claims, NotBefore = DateTime.UtcNow.AddMinutes(-5), Expires = DateTime.UtcNow.AddMinutes(30) });

    public SigningCredentials AnotherKey() => new(new RsaSecurityKey(other) { KeyId = "one" }, SecurityAlgorithms.RsaSha256);

    /// <summary>The public key, which everybody has, taken for the secret of an HMAC.</summary>
    public SigningCredentials Confused() => new(new SymmetricSecurityKey(rsa.ExportSubjectPublicKeyInfo()) { KeyId = "one" }, SecurityAlgorithms.HmacSha256);

    public void Dispose()
    {
        rsa.Dispose();
        other.Dispose();
    }

    private static string Write(SecurityTokenDescriptor descriptor) => new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(descriptor);
}
