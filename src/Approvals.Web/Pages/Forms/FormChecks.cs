using Approvals.App;
using Approvals.App.Ports;
using Approvals.Core.Calendars;
using Approvals.Core.Catalogue;
using Approvals.Core.Chains;

namespace Approvals.Web.Pages.Forms;

/// <summary>Topics that only give a verdict: nothing is stored.</summary>
internal sealed class FormChecks(IDirectory directory, TimeProvider clock)
{
    public async Task<FormModel> OfAsync(Topic topic, FormModel model, Caller caller, CancellationToken ct)
    {
        var person = await directory.FindAsync(caller.Mail, ct) ?? new Person { Mail = caller.Mail, Name = caller.Mail.Value, Calendar = BusinessCalendar.RoundTheClock };
        return TopicEvaluator.Evaluate(topic, model.Values.Read(topic), new EvaluationContext(clock.GetUtcNow(), person)) switch
        {
            Evaluation.Drafted => model with { Passed = true },
            Evaluation.Invalid invalid => model with { Errors = invalid.Errors },
            Evaluation.Refused refused => model with { Rules = refused.Refusals },
            var other => throw new System.Diagnostics.UnreachableException(other.GetType().Name),
        };
    }
}
