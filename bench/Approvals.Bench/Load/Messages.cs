using System.Text;

namespace Approvals.Bench.Load;

/// <summary>Whole HTTP requests as bytes. What is the same for all of them is made once.</summary>
internal sealed class Messages(Form form)
{
    private readonly byte[] submission = form.ToBody();

    public static byte[] Get(string caller, string path, string more = "") =>
        Encoding.UTF8.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\nX-Dev-User: {caller}\r\n{more}\r\n");

    public byte[] Submit(string key) =>
        [.. Head(form.Requester, "/api/requests", submission.Length, $"Idempotency-Key: {key}\r\n"), .. submission];

    /// <param name="step">From 1.</param>
    public byte[] Approve(string location, int step, string seenVersion)
    {
        var body = Encoding.UTF8.GetBytes($$"""{"step":{{step}},"round":1,"seenVersion":{{seenVersion}},"decision":"approve","comment":"Fine with me."}""");
        return [.. Head(form.Approvers[step - 1], $"{location}/decisions", body.Length, ""), .. body];
    }

    public static byte[] Post(string caller, string path, string json)
    {
        var body = Encoding.UTF8.GetBytes(json);
        return [.. Head(caller, path, body.Length, ""), .. body];
    }

    /// <summary>Hands in a mail as if it had arrived.</summary>
    public static byte[] Mail(string caller, byte[] mail) =>
        [.. Head(caller, "/api/dev/mailbox/replies", mail.Length, "", "message/rfc822"), .. mail];

    private static byte[] Head(string caller, string path, int length, string more, string type = "application/json") => Encoding.UTF8.GetBytes(
        $"POST {path} HTTP/1.1\r\nHost: localhost\r\nX-Dev-User: {caller}\r\nContent-Type: {type}\r\n{more}Content-Length: {length}\r\n\r\n");
}
