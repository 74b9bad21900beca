using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Approvals.Adapters.Tickets;
using Approvals.App.Ports;
using Xunit;

namespace Tickets.Tests.Exactly;

/// <summary>Only a call that was signed with the secret, and not long ago where its time is signed, says where to look.</summary>
public sealed class HookTests
{
    private const string Secret = "hook-secret";
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Zendesk_signs_time_and_body() => Holds(TicketHooks.Zendesk(Secret)!, "{\"key\":\"r1-support\"}", (body, at) =>
    [
        ("X-Zendesk-Webhook-Signature-Timestamp", at.ToString("O", CultureInfo.InvariantCulture)),
        ("X-Zendesk-Webhook-Signature", Convert.ToBase64String(Hmac(at.ToString("O", CultureInfo.InvariantCulture) + body))),
    ], isTimed: true);

    [Fact]
    public void Jira_signs_the_body() => Holds(TicketHooks.Jira(Secret)!, "{\"issue\":{\"fields\":{\"labels\":[\"r1-support\"]}}}", (body, _) =>
        [("X-Hub-Signature", $"sha256={Convert.ToHexStringLower(Hmac(body))}")], isTimed: false);

    [Fact]
    public void Others_sign_id_time_and_body() => Holds(TicketHooks.Standard("servicenow", Secret)!, "{\"key\":\"r1-support\"}", (body, at) =>
    [
        ("webhook-id", "m1"),
        ("webhook-timestamp", $"{at.ToUnixTimeSeconds()}"),
        ("webhook-signature", $"v1,{Convert.ToBase64String(Hmac($"m1.{at.ToUnixTimeSeconds()}.{body}"))}"),
    ], isTimed: true);

    [Fact]
    public void GitLab_shows_the_token()
    {
        var hook = TicketHooks.GitLab(Secret)!;
        const string body = "{\"labels\":[{\"title\":\"r1-support\"}]}";
        Assert.Equal(["r1-support"], hook.Read(Call(body, ("X-Gitlab-Token", Secret)), Now)!);
        Assert.Null(hook.Read(Call(body, ("X-Gitlab-Token", "other")), Now));
        Assert.Null(hook.Read(Call(body), Now));
    }

    [Fact]
    public void Without_a_secret_there_is_no_hook() => Assert.All([TicketHooks.Zendesk(null), TicketHooks.Jira(null), TicketHooks.GitLab(null), TicketHooks.Standard("webhook", null)], Assert.Null);

    private static void Holds(ITicketHook hook, string body, Func<string, DateTimeOffset, (string Name, string Value)[]> sign, bool isTimed)
    {
        Assert.Equal(["r1-support"], hook.Read(Call(body, sign(body, Now)), Now)!);
        Assert.Null(hook.Read(Call(body), Now));
        Assert.Null(hook.Read(Call(body + " ", sign(body, Now)), Now));
        Assert.Null(hook.Read(Call(body, [.. sign(body, Now)[..^1], (sign(body, Now)[^1].Name, "nonsense")]), Now));
        Assert.Equal(isTimed, hook.Read(Call(body, sign(body, Now.AddMinutes(-6))), Now) is null);
        Assert.Empty(hook.Read(Call("no json", sign("no json", Now)), Now)!);
    }

    private static HookCall Call(string body, params (string Name, string Value)[] headers) =>
        new(name => headers.Where(header => header.Name == name).Select(header => header.Value).FirstOrDefault(), Encoding.UTF8.GetBytes(body));

    private static byte[] Hmac(string text) => HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(text));
}
