using System.Collections.Immutable;
using Approvals.Core.Chains;
using Approvals.Core.Requests;

namespace Approvals.App.Mail;

/// <summary>Whether a mail counts as a decision.</summary>
internal abstract record Judgement
{
    private Judgement() { }

    /// <summary>As far as mail goes it counts; the decider has the last word.</summary>
    public sealed record Decides(EmailAddress By, Command Command) : Judgement;

    /// <param name="Tell">Who gets to know; null when nobody can be told without writing to a stranger.</param>
    /// <param name="Involved">That person is asked, or stands in: they may see what it is about and answer again.</param>
    public sealed record Refused(string Code, string Message, EmailAddress? Tell, bool Involved) : Judgement;
}

/// <summary>The rules by which a reply counts. All of them must hold; what is open is left to the decider, which sees the state as it is then.</summary>
internal sealed class ReplyJudge(DecisionTokens tokens)
{
    /// <param name="standIns">Delegations that were given to the sender.</param>
    public Judgement Judge(InboundMail mail, Sender sender, DecisionToken? token, RequestState? state, ImmutableArray<Delegation> standIns, DateTimeOffset at)
    {
        if (token is null || state?.Facts is not { } request)
        {
            return new Judgement.Refused("no-question", "it does not say which request it answers. Please answer the mail that asked you, or decide on the page",
                (sender as Sender.Known)?.Mail, Involved: false);
        }

        var asked = request.Asked.Where(person => tokens.IsFor(token, person)).ToImmutableHashSet();
        switch (sender)
        {
            case Sender.Doubtful doubtful:
                // Only those who take part are told: a mail that lies about its sender must not make us write to strangers.
                EmailAddress? claimed = doubtful.Claimed is { } named && (asked.Contains(named) || StandsIn(standIns, asked, named, at)) ? named : null;
                return new Judgement.Refused("sender-not-verified", $"{doubtful.Why}. If you sent it, please decide on the page; if you did not, there is nothing to do", claimed, false);
            case Sender.Known(var from) when !asked.Contains(from) && !StandsIn(standIns, asked, from, at):
                return new Judgement.Refused(new Refusal.NotYourStep().Code, "the question was put to somebody else. Only they, or their delegates, can answer it", from, false);
            case Sender.Known(var from):
                return Judge(mail, from, token, state, request, asked);
            default:
                throw new System.Diagnostics.UnreachableException(sender.GetType().Name);
        }
    }

    private static Judgement Judge(InboundMail mail, EmailAddress from, DecisionToken token, RequestState state, Request request, ImmutableHashSet<EmailAddress> asked)
    {
        if (!request.Policy.DecisionsByMail)
        {
            return new Judgement.Refused("not-by-mail", "this request is decided on its page only. Please sign in there", from, true);
        }

        if (ReplyReader.Read(mail.Text) is not Reply.Decides reply)
        {
            return new Judgement.Refused("unclear", "its first line is not exactly one of the words APPROVE, REJECT or RETURN", from, true);
        }

        var step = token.Round == request.Round ? request.Step(token.Step) : null;
        if (state is RequestState.Pending && step is { Status: StepStatus.Open } && Used(step, asked, from) is { } used)
        {
            return new Judgement.Refused(used.Code, used.Message.TrimEnd('.'), from, true);
        }

        // What the mail showed is the step as it opened; a later round or opening makes the sight stale.
        var sight = new Sight(token.Round, token.Step, step?.ChangedAtVersion ?? 0);
        return new Judgement.Decides(from, Order(reply, sight));
    }

    // A person may have another question in the same step; an old mail must not answer that one.
    private static Refusal? Used(StepState step, ImmutableHashSet<EmailAddress> asked, EmailAddress from)
    {
        var mine = step.Assignments.Where(a => asked.Contains(a.Assignee)).ToList();
        if (mine.Count == 0 || mine.Exists(a => a.IsOpen || a.DecidedBy == Actor.Of(from)))
        {
            return null;
        }

        var answer = step.Assignments.FirstOrDefault(a => a.Assignment.Slot == mine[0].Assignment.Slot && a is { DecidedBy: not null, DecidedAtUtc: not null });
        return answer is null
            ? new Refusal.NotYourStep()
            : new Refusal.AlreadyDecided(step.Plan.Number, answer.Status.ToString().ToLowerInvariant(), answer.DecidedBy!.Value.ToString(), answer.DecidedAtUtc!.Value);
    }

    private static bool StandsIn(ImmutableArray<Delegation> delegations, ImmutableHashSet<EmailAddress> asked, EmailAddress person, DateTimeOffset at) =>
        delegations.Any(d => asked.Contains(d.Delegator) && d.Delegate == person && d.IsActive(at));

    private static Command Order(Reply.Decides reply, Sight sight) => reply.Decision switch
    {
        ReplyDecision.Approve => new Command.Approve(sight, reply.Comment, Channel.Mail) { At = default, CommandId = "", By = default },
        ReplyDecision.Reject => new Command.Reject(sight, reply.Comment, Channel.Mail) { At = default, CommandId = "", By = default },
        ReplyDecision.Return => new Command.Return(sight, reply.Comment, Channel.Mail) { At = default, CommandId = "", By = default },
        _ => throw new System.Diagnostics.UnreachableException(reply.Decision.ToString()),
    };
}
