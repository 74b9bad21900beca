using Approvals.Core.Requests;
using Approvals.Web.Pages.Requests;

namespace Approvals.Web.Pages.Decide;

public sealed record DecideModel(string Token, RequestModel Request, StepState Step);

/// <summary>What a link says when it has no decision to offer.</summary>
/// <param name="WaitsFor">Who is asked, when the step is open.</param>
/// <param name="Request">Set only for people who may read the request.</param>
/// <param name="Why">Who decided what and when: the answer that a decision would get now. Only for people who may read the request.</param>
public sealed record LinkModel(string Title, string Text, IReadOnlyList<EmailAddress> WaitsFor, RequestId? Request, Refusal? Why = null);
