using Approvals.App;
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
        string id, DelegationBody body, HttpContext context, Delegating delegating, CancellationToken ct)
    {
        var caller = context.Caller();
        if (id.Length > MaxId || !id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            throw new InvalidRequestException("id", $"This has 1 to {MaxId} letters, digits, '-' or '_'.");
        }

        var delegation = await delegating.KnownAsync(new Delegation(id, caller.Mail, body.To, body.From.ToUniversalTime(), body.Until.ToUniversalTime()), ct);
        var wrong = await delegating.GiveAsync(delegation, ct);
        return wrong.IsEmpty
            ? TypedResults.Ok(Of(delegation))
            : new ProblemResult(new Problem(StatusCodes.Status422UnprocessableEntity, "invalid-fields", "The delegation can not be given.")
            {
                Errors = wrong.ToDictionary(fault => fault.Member, fault => new[] { fault.Message }),
            });
    }

    private static async Task<IResult> DeleteAsync(string id, HttpContext context, Delegating delegating, CancellationToken ct) =>
        await delegating.EndAsync(context.Caller().Mail, id, ct)
            ? TypedResults.NoContent()
            : new ProblemResult(new Problem(StatusCodes.Status404NotFound, "unknown-delegation", "You gave no delegation of this id."));

    private static DelegationView Of(Delegation delegation) => new(delegation.Id, delegation.Delegator, delegation.Delegate, delegation.FromUtc, delegation.UntilUtc);
}
