namespace Approvals.Core.Requests;

/// <summary>Why a command changed nothing. <see cref="Code"/> is stable and part of the HTTP contract.</summary>
public abstract record Refusal
{
    private Refusal() { }

    public abstract string Code { get; }

    /// <summary>One sentence that tells the person what is so and what they can do.</summary>
    public abstract string Message { get; }

    public sealed record UnknownRequest : Refusal
    {
        public override string Code => "unknown-request";
        public override string Message => "There is no such request. Check the link.";
    }

    public sealed record UnknownStep(int Step) : Refusal
    {
        public override string Code => "unknown-step";
        public override string Message => $"The request has no step {Step} in this round. Reload it to see its steps.";
    }

    public sealed record AlreadyDecided(int Step, string What, string By, DateTimeOffset AtUtc) : Refusal
    {
        public override string Code => "already-decided";
        public override string Message => $"Step {Step} is already {What} by {By} at {AtUtc.UtcDateTime:yyyy-MM-dd HH:mm} UTC.";
    }

    public sealed record Stale(int Round, long Version) : Refusal
    {
        public override string Code => "stale";
        public override string Message => $"The request has changed since you saw it; it is now in round {Round}, version {Version}. Reload it, look again and decide then.";
    }

    public sealed record AlreadyClosed(string Status, string By, DateTimeOffset AtUtc) : Refusal
    {
        public override string Code => "closed";
        public override string Message => $"The request was {Status} by {By} at {AtUtc.UtcDateTime:yyyy-MM-dd HH:mm} UTC. Nothing can change it any more.";
    }

    public sealed record NotOpen(string Status) : Refusal
    {
        public override string Code => "not-open";
        public override string Message => $"The request is {Status}; this can not be done now.";
    }

    public sealed record NotYourStep : Refusal
    {
        public override string Code => "not-your-step";
        public override string Message => "This step waits for somebody else. Only the people it was assigned to, or their delegates, can decide it.";
    }

    public sealed record OwnRequest(string Why) : Refusal
    {
        public override string Code => "own-request";
        public override string Message => $"Nobody decides on their own request: {Why}.";
    }

    public sealed record NotAllowed(string Who) : Refusal
    {
        public override string Code => "not-allowed";
        public override string Message => $"Only {Who} can do this.";
    }

    public sealed record CommentRequired(string What) : Refusal
    {
        public override string Code => "comment-required";
        public override string Message => $"Say why you {What} it: a comment is required.";
    }

    public sealed record NoApprover(string Step) : Refusal
    {
        public override string Code => "no-approver";
        public override string Message => $"Nobody may decide the step '{Step}': its role has no eligible holder, manager or owner. Ask an administrator to assign one.";
    }

    public sealed record NotEligible(string Person, string Why) : Refusal
    {
        public override string Code => "not-eligible";
        public override string Message => $"{Person} can not be asked: {Why}.";
    }

    /// <param name="Rule">The rule of the topic.</param>
    public sealed record NotUnique(string Rule, RequestId Holder) : Refusal
    {
        public override string Code => "not-unique";
        public override string Message => $"Request {Holder} is approved, and only one of the two can be. Reject this one, or return it.";
    }

    public sealed record TooSoon(DateTimeOffset AgainAtUtc) : Refusal
    {
        public override string Code => "too-soon";
        public override string Message => $"The approvers were asked a moment ago. You can ask again from {AgainAtUtc.UtcDateTime:yyyy-MM-dd HH:mm} UTC.";
    }

    public sealed record TooManyApprovers(int People, int Most) : Refusal
    {
        public override string Code => "too-many-approvers";
        public override string Message => $"It would ask {People} people, and one round can ask {Most}. Ask an administrator to let a smaller role decide.";
    }

    public sealed record OutOfTime(DateTimeOffset LatestUtc) : Refusal
    {
        public override string Code => "out-of-time";
        public override string Message => $"Reminders can be put off to a time that is still to come, at the latest to {LatestUtc.UtcDateTime:yyyy-MM-dd HH:mm} UTC, when your answer is due.";
    }

    public sealed record UnknownEffect : Refusal
    {
        public override string Code => "unknown-effect";
        public override string Message => "The request has no such abandoned effect.";
    }

    public sealed record UnknownTicket : Refusal
    {
        public override string Code => "unknown-ticket";
        public override string Message => "The request has no such ticket.";
    }
}
