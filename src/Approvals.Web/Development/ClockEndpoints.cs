using System.Xml;
using Approvals.Web.Api;
using Approvals.Web.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Approvals.Web.Development;

/// <param name="Advance">How far, as an ISO 8601 duration of days and times: <c>P1DT2H</c>.</param>
internal sealed record ClockBody(string Advance);

internal sealed record ClockView(DateTimeOffset NowUtc);

internal static class ClockEndpoints
{
    public static void MapClock(this IEndpointRouteBuilder development)
    {
        var clock = development.MapGroup("/clock").WithTags("Development");
        clock.MapGet("", (TimeProvider time) => TypedResults.Ok(new ClockView(time.GetUtcNow()))).WithName("GetClock").WithSummary("The product's time");
        clock.MapPost("", AdvanceAsync).WithName("AdvanceClock").WithSummary("Moves the product's time forward, through everything that comes due on the way")
            .Answers<ClockView>().Refuses(StatusCodes.Status400BadRequest);
    }

    private static async Task<IResult> AdvanceAsync(ClockBody body, ClockHand hand, CancellationToken ct) =>
        TypedResults.Ok(new ClockView(await hand.AdvanceAsync(Parse(body.Advance), ct)));

    private static TimeSpan Parse(string text)
    {
        try
        {
            var duration = XmlConvert.ToTimeSpan(text);
            // Years and months have no length of their own; the parser would take 365 and 30 days for them without a word.
            var hasMonths = text.Split('T')[0].AsSpan().ContainsAny('Y', 'M');
            return !hasMonths && duration > TimeSpan.Zero && duration <= ClockHand.Furthest ? duration : throw new FormatException();
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            throw new InvalidRequestException("advance", $"This is a duration of days and times such as P1DT2H or PT30M, more than zero and at most {ClockHand.Furthest.Days} days.");
        }
    }
}
