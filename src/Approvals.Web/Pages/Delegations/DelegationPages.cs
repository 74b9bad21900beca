using System.Collections.Immutable;
using System.Globalization;
using Approvals.App;
using Approvals.App.Ports;
using Approvals.Core.Chains;
using Approvals.Web.Identity;
using Approvals.Web.Pages.Shared;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Approvals.Web.Pages.Delegations;

internal static class DelegationPages
{
    private const string Typed = "yyyy-MM-dd'T'HH:mm";

    public static void MapDelegations(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/delegations", (HttpContext context, IDelegationStore store, PageFrame frame, CancellationToken ct) => ShowAsync(context, store, frame, page => Empty(page), ct));
        routes.MapPost("/delegations", SaveAsync);
        routes.MapPost("/delegations/{id}/end", EndAsync);
    }

    private static async Task<IResult> SaveAsync(HttpContext context, IDelegationStore store, Delegating delegating, PageFrame frame, CancellationToken ct)
    {
        var form = await context.Request.ReadFormAsync(ct);
        var viewer = (await frame.OfAsync(context, [], ct)).Viewer!;
        var to = Posted.Mail(form, "to");
        var from = At(form["from"], viewer.Zone);
        var until = At(form["until"], viewer.Zone);
        var errors = ImmutableArray.CreateBuilder<(string, string)>();
        AddWhen(to is null, "to", "Enter the mail address of your stand-in.");
        AddWhen(from is null, "from", "Choose when it starts.");
        AddWhen(until is null, "until", "Choose when it ends.");
        if (to is { } mail && from is { } start && until is { } end)
        {
            var delegation = new Delegation(Posted.Key(form) ?? Guid.NewGuid().ToString("N"), viewer.Mail, mail, start, end);
            errors.AddRange(await delegating.GiveAsync(delegation, ct));
            if (errors.Count == 0)
            {
                return Show.SeeOther("/delegations?done=delegated");
            }
        }

        return await ShowAsync(context, store, frame, page => Empty(page) with
        {
            Errors = errors.ToImmutable(),
            To = form["to"].ToString(),
            From = form["from"].ToString(),
            Until = form["until"].ToString(),
        }, ct, StatusCodes.Status422UnprocessableEntity);

        void AddWhen(bool missing, string field, string message)
        {
            if (missing)
            {
                errors.Add((field, message));
            }
        }
    }

    private static async Task<IResult> EndAsync(string id, HttpContext context, Delegating delegating, CancellationToken ct)
    {
        var ended = await delegating.EndAsync(context.Caller().Mail, id, ct);
        return Show.SeeOther(ended ? "/delegations?done=ended" : "/delegations?done=again");
    }

    private static async Task<IResult> ShowAsync(
        HttpContext context, IDelegationStore store, PageFrame frame, Func<PageContext, DelegationsModel> model, CancellationToken ct, int status = StatusCodes.Status200OK)
    {
        var caller = context.Caller();
        var given = await store.ListFromAsync(caller.Mail, ct);
        var received = await store.ListToAsync(caller.Mail, ct);
        var page = await frame.OfAsync(context, given.Select(one => one.Delegate).Concat(received.Select(one => one.Delegator)), ct);
        return Show.Page<DelegationsPage>(page, model(page) with { Given = given, Received = received }, status);
    }

    private static DelegationsModel Empty(PageContext page) => new([], []) { Key = page.FreshKey() };

    /// <summary>A local time of the viewer as an instant. One that a change of clocks leaves out is the time after the gap.</summary>
    private static DateTimeOffset? At(string? text, TimeZoneInfo? zone)
    {
        if (!DateTime.TryParseExact(text, Typed, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            return null;
        }

        zone ??= TimeZoneInfo.Utc;
        return new DateTimeOffset(TimeZoneInfo.ConvertTimeToUtc(zone.IsInvalidTime(local) ? local.AddHours(1) : local, zone), TimeSpan.Zero);
    }
}
