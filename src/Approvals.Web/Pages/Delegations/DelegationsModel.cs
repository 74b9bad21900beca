using System.Collections.Immutable;
using Approvals.Core.Chains;

namespace Approvals.Web.Pages.Delegations;

public sealed record DelegationsModel(ImmutableArray<Delegation> Given, ImmutableArray<Delegation> Received)
{
    public ImmutableArray<(string Field, string Message)> Errors { get; init; } = [];
    public string To { get; init; } = "";
    public string From { get; init; } = "";
    public string Until { get; init; } = "";
    public string Key { get; init; } = "";

    public string? ErrorOf(string field) => Errors.FirstOrDefault(error => error.Field == field).Message;
}
