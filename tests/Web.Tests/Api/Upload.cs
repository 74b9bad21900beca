using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Web.Tests.Api;

/// <summary>Files as people send them.</summary>
internal static class Upload
{
    public const string Field = "/api/topics/terms/files/proof";

    public static byte[] Pdf(string text = "The customer says yes.") => Encoding.UTF8.GetBytes($"%PDF-1.7\n% {text}\n%%EOF\n");

    public static byte[] Mail => Encoding.UTF8.GetBytes("From: clara@acme.example\r\nTo: ann@example.com\r\nSubject: Yes\r\nDate: Tue, 24 Nov 2026 09:00:00 +0000\r\n\r\n<p>We want it.</p>\r\n");

    public static byte[] Png => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13];

    public static Task<HttpResponseMessage> SendAsync(this HttpClient client, string name, byte[] bytes, string? sha256 = null, string path = Field)
    {
        var part = new ByteArrayContent(bytes);
        // Whatever the sender calls it.
        part.Headers.ContentType = new MediaTypeHeaderValue("text/html");
        part.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = "file", FileName = $"\"{name}\"" };
        var form = new MultipartFormDataContent { part };
        if (sha256 is not null)
        {
            form.Add(new StringContent(sha256), "sha256");
        }

        return client.PostAsync(path, form, TestContext.Current.CancellationToken);
    }

    /// <summary>The answer to an upload that is taken.</summary>
    public static async Task<JsonObject> TakenAsync(this HttpClient client, string name, byte[] bytes)
    {
        var answer = await client.SendAsync(name, bytes);
        Assert.True(answer.StatusCode == System.Net.HttpStatusCode.Created, await answer.TextAsync());
        return await answer.JsonAsync();
    }

    public static object Form(params string[] files) => new { topic = "terms", fields = new { account = "Acme", days = 75, proof = files } };

    /// <summary>The answer to a request with one file.</summary>
    public static async Task<(JsonObject Request, JsonObject File)> SubmitWithFileAsync(this HttpClient client, string name, byte[] bytes)
    {
        var file = await client.TakenAsync(name, bytes);
        var answer = await client.PostAsync("/api/requests", Form((string)file["id"]!));
        Assert.True(answer.StatusCode == System.Net.HttpStatusCode.Created, await answer.TextAsync());
        return (await answer.JsonAsync(), file);
    }
}
