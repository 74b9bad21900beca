using System.Net;
using System.Text.Json.Nodes;

namespace Web.Tests.Api;

public sealed class OpenApiTests
{
    private static readonly string[] Routes =
    [
        "get /api/topics", "get /api/topics/{topic}", "post /api/checks/{topic}", "post /api/requests/preview", "post /api/requests", "get /api/requests/{id}",
        "get /api/requests/{id}/events", "get /api/requests", "get /api/inbox", "post /api/requests/{id}/decisions", "post /api/requests/{id}/recall",
        "post /api/requests/{id}/resubmit", "post /api/requests/{id}/cancel", "post /api/requests/{id}/comments", "post /api/requests/{id}/reassign",
        "post /api/requests/{id}/approvers", "post /api/requests/{id}/override", "post /api/requests/{id}/nudge", "post /api/requests/{id}/snooze", "get /api/delegations",
        "put /api/delegations/{id}", "delete /api/delegations/{id}", "get /api/tickets", "get /api/admin/effects", "post /api/admin/effects/{id}/retry",
        "post /api/admin/effects/{id}/skip", "post /api/admin/effects/{id}/hand-over", "get /api/admin/ticket-systems", "get /api/admin/backlog", "post /api/hooks/tickets/{system}", "post /api/graph/notifications",
        "post /api/topics/{topic}/files/{field}", "get /api/requests/{id}/files/{sha256}", "get /api/admin/audit/verify", "get /api/admin/audit/export", "get /health/live", "get /health/ready",
        "get /api/dev/mailbox", "post /api/dev/mailbox/replies", "get /api/dev/clock", "post /api/dev/clock",
    ];

    [Fact]
    public async Task The_document_describes_every_route_and_nothing_else()
    {
        var document = await DocumentAsync();
        var described = document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(operation => $"{operation.Key} {path.Key}"));
        Assert.Equal(Routes.Order(), described.Order());
    }

    [Fact]
    public async Task Every_operation_says_what_it_does_and_how_it_fails()
    {
        foreach (var (path, operations) in (await DocumentAsync())["paths"]!.AsObject().Where(path => path.Key.StartsWith("/api/", StringComparison.Ordinal) && !path.Key.StartsWith("/api/dev", StringComparison.Ordinal)))
        {
            foreach (var (method, operation) in operations!.AsObject())
            {
                var what = $"{method} {path}";
                Assert.False(string.IsNullOrEmpty((string?)operation!["summary"]), what);
                Assert.False(string.IsNullOrEmpty((string?)operation["operationId"]), what);
                var responses = operation["responses"]!.AsObject();
                foreach (var status in new[] { "400", "401", "403", "429", "503" })
                {
                    Assert.True(responses[status]?["content"]?["application/problem+json"]?["schema"] is not null, $"{what} {status}");
                }

                Assert.Contains(responses, response => response.Key.StartsWith('2'));
                Assert.NotNull(responses["429"]!["headers"]!["Retry-After"]);
                if (method == "post")
                {
                    Assert.NotNull(responses["413"]);
                }
            }
        }
    }

    [Fact]
    public async Task Bodies_headers_and_the_view_are_described()
    {
        var document = await DocumentAsync();
        var submit = document["paths"]!["/api/requests"]!["post"]!;
        Assert.Contains(submit["parameters"]!.AsArray(), parameter => (string?)parameter!["name"] == "Idempotency-Key" && (string?)parameter["in"] == "header");
        Assert.NotNull(submit["responses"]!["201"]!["headers"]!["Location"]);
        var get = document["paths"]!["/api/requests/{id}"]!["get"]!;
        Assert.NotNull(get["responses"]!["200"]!["headers"]!["ETag"]);
        Assert.NotNull(get["responses"]!["304"]);
        var upload = document["paths"]!["/api/topics/{topic}/files/{field}"]!["post"]!;
        Assert.Equal(["file", "sha256"], upload["requestBody"]!["content"]!["multipart/form-data"]!["schema"]!["properties"]!.AsObject().Select(part => part.Key));
        Assert.Null(upload["responses"]!["201"]!["headers"]?["Location"]);
        var schemas = document["components"]!["schemas"]!;
        Assert.Equal(["approve", "reject", "return"], schemas["Decision"]!["enum"]!.AsArray().Select(value => (string?)value));
        Assert.Equal(["topic", "fields"], schemas["SubmitBody"]!["required"]!.AsArray().Select(value => (string?)value));
        Assert.Equal("email", (string?)schemas["EmailAddress"]!["format"]);
        Assert.Contains("countsForContent", schemas["AssignmentView"]!["properties"]!.AsObject().Select(property => property.Key));
        Assert.Contains("code", schemas["Problem"]!["properties"]!.AsObject().Select(property => property.Key));
    }

    private static async Task<JsonObject> DocumentAsync()
    {
        await using var desk = await Desk.StartAsync();
        using var nobody = desk.As(null);
        var answer = await nobody.FetchAsync("/openapi/v1.json");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.JsonAsync();
    }
}
