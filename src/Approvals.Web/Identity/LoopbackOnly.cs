using System.Net;
using Approvals.Web.Problems;
using Microsoft.AspNetCore.Http;

namespace Approvals.Web.Identity;

/// <summary>
/// Development sign-in lets anybody be anybody, so nothing but this machine may reach it: the connection, every proxy's word about it,
/// and the host name (another site's name that resolves to 127.0.0.1 would let that site's scripts in).
/// </summary>
internal sealed class LoopbackOnly(RequestDelegate next)
{
    private static readonly Problem Refusal = new(
        StatusCodes.Status403Forbidden, "loopback-only", "This server signs people in for development, so it answers this machine only. Use http://localhost.");

    public Task InvokeAsync(HttpContext context) =>
        IsLocal(context) ? next(context) : ProblemWriter.WriteAsync(context, Refusal);

    private static bool IsLocal(HttpContext context)
    {
        var headers = context.Request.Headers;
        return context.Connection.RemoteIpAddress is { } remote && IPAddress.IsLoopback(remote)
            && IsLoopbackName(context.Request.Host.Host)
            && !headers.ContainsKey("Forwarded")
            && headers["X-Forwarded-For"].SelectMany(value => value?.Split(',') ?? []).All(IsLoopbackAddress);
    }

    /// <summary>Also for addresses to listen on.</summary>
    public static bool IsLoopbackName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static bool IsLoopbackAddress(string text) =>
        IPEndPoint.TryParse(text.Trim(), out var endpoint) && IPAddress.IsLoopback(endpoint.Address);
}
