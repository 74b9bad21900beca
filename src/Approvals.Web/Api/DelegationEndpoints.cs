using Approvals.App.Ports;
using Approvals.Core.Chains;
using Approvals.Core.Requests;
using Approvals.Web.Identity;
using Approvals.Web.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Approvals.Web.Api;

/// <param name="Given">Those who stand in for the caller.</param>
/// <param name="Received">Those for whom the caller stands in.</param>
internal sealed record DelegationsView(IReadOnlyList<DelegationView> Given, IReadOnlyList<DelegationView> Received);

internal sealed record DelegationView(string Id, EmailAddress Delegator, EmailAddress To, DateTimeOffset From, DateTimeOffset Until);

internal static class DelegationEndpoints
{
    private const int MaxId = 64;

    public static void MapDelegations(this IEndpointRouteBuilder api)
    {
        var delegations = api.MapGroup("/delegations").WithTags("Delegations");
        delegations.MapGet("", ListAsync).WithName("ListDelegations").WithSummary("Who stands in for the caller, and for whom the caller does").Answers<DelegationsView>();
        delegations.MapPut("/{id}", PutAsync).WithName("PutDelegation").WithSummary("Lets somebody stand in for the caller for a time").Answers<DelegationView>().Refuses(422);
        delegations.MapDelete("/{id}", DeleteAsync).WithName("DeleteDelegation").WithSummary("Ends it").Produces(StatusCodes.Status204NoContent).Refuses(404);
    }

    private static async Task<IResult> ListAsync(HttpContext context, IDelegationStore store, CancellationToken ct)
    {
        var caller = context.Caller();
        var given = await store.ListFromAsync(caller.Mail, ct);
        var received = await store.ListToAsync(caller.Mail, ct);
        return TypedResults.Ok(new DelegationsView([.. given.Select(Of)], [.. received.Select(Of)]));
    }

    private static async Task<IResult> PutAsync(
        string id, DelegationBody body, HttpContext context, IDelegationStore store, IDirectory directory, TimeProvider clock, CancellationToken ct)
    {
        var caller = context.Caller();
        if (id.Length > MaxId || !id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            throw new InvalidRequestException("id", $"This has 1 to {MaxId} letters, digits, '-' or '_'.");
        }

        var delegation = new Delegation(id, caller.Mail, body.To, body.From.ToUniversalTime(), body.Until.ToUniversalTime());
        if (await WhyNotAsync(delegation, directory, clock.GetUtcNow(), ct) is { } why)
        {
            return new ProblemResult(new Problem(StatusCodes.Status422UnprocessableEntity, "invalid-fields", "The delegation can not be given.") { Errors = why });
        }

        await store.PutAsync(delegation, ct);
        return TypedResults.Ok(Of(delegation));
    }

    private static async Task<IResult> DeleteAsync(string id, HttpContext context, IDelegationStore store, CancellationToken ct) =>
        await store.DeleteAsync(context.Caller().Mail, id, ct)
            ? TypedResults.NoContent()
            : new ProblemResult(new Problem(StatusCodes.Status404NotFound, "unknown-delegation", "You gave no delegation of this id."));

    /// <summary>Shared by the API and the page: messages by member, or null when nothing is wrong.</summary>
    public static async Task<Dictionary<string, string[]>?> WhyNotAsync(Delegation delegation, IDirectory directory, DateTimeOffset now, CancellationToken ct)
    {
        var errors = new Dictionary<string, string[]>();
        if (delegation.Delegate == delegation.Delegator)
        {
            errors["to"] = ["Choose somebody else than yourself."];
        }
        else if (await directory.FindAsync(delegation.Delegate, ct) is not { Active: true })
        {
            errors["to"] = ["The directory knows nobody of this address who is still here."];
        }

        if (delegation.UntilUtc <= delegation.FromUtc)
        {
            errors["until"] = ["This must be later than from."];
        }
        else if (delegation.UntilUtc <= now)
        {
            errors["until"] = ["This is over already."];
        }

        return errors.Count == 0 ? null : errors;
    }

    private static DelegationView Of(Delegation delegation) => new(delegation.Id, delegation.Delegator, delegation.Delegate, delegation.FromUtc, delegation.UntilUtc);
}
