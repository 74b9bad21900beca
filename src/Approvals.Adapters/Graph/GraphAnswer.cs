using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Approvals.Adapters.Graph;

/// <param name="Status">Of HTTP.</param>
/// <param name="Body">Undefined where there was none.</param>
/// <param name="RetryAfter">What Graph asked for.</param>
internal readonly record struct GraphAnswer(int Status, JsonElement Body, TimeSpan? RetryAfter)
{
    public bool IsSuccess => Status is >= 200 and < 300;
    public bool IsMissing => Status == (int)HttpStatusCode.NotFound;
    public bool IsRefused => Status is (int)HttpStatusCode.Unauthorized or (int)HttpStatusCode.Forbidden;

    /// <summary>The same call may well go through later.</summary>
    public bool IsBusy => Status is (int)HttpStatusCode.TooManyRequests or (int)HttpStatusCode.RequestTimeout or >= 500;

    /// <summary>Such as <c>Request_ResourceNotFound</c>. The message beside it can name people, the code can not.</summary>
    public string Code => Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object
        ? error.Text("code") ?? "" : "";

    /// <summary>One answer of a batch.</summary>
    public static GraphAnswer OfBatch(JsonElement response, DateTimeOffset now)
    {
        var wait = response.TryGetProperty("headers", out var headers) && headers.ValueKind == JsonValueKind.Object
            ? headers.EnumerateObject().Where(header => header.Name.Equals("Retry-After", StringComparison.OrdinalIgnoreCase)).Select(header => Wait(header.Value.ToString(), now)).FirstOrDefault()
            : null;
        return new GraphAnswer(response.GetProperty("status").GetInt32(), response.TryGetProperty("body", out var body) ? body : default, wait);
    }

    /// <summary>Seconds, or a date.</summary>
    public static TimeSpan? Wait(string? text, DateTimeOffset now) => !RetryConditionHeaderValue.TryParse(text, out var asked) ? null : Wait(asked, now);

    public static TimeSpan? Wait(RetryConditionHeaderValue? asked, DateTimeOffset now) => asked switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date > now ? date - now : TimeSpan.Zero,
        _ => null,
    };

    public override string ToString() => $"{Status.ToString(CultureInfo.InvariantCulture)} {Code}".TrimEnd();
}

internal static class GraphJson
{
    /// <summary>Null for a member that is missing, null, empty or no text.</summary>
    public static string? Text(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;

    /// <summary>Undefined where it is missing.</summary>
    public static JsonElement Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];
}
