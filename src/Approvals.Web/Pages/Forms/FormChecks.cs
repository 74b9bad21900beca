using Approvals.App;
using Approvals.App.Topics;
using Approvals.Core.Catalogue;

namespace Approvals.Web.Pages.Forms;

/// <summary>Topics that only give a verdict: nothing is stored.</summary>
internal sealed class FormChecks(TopicShelf shelf)
{
    public async Task<FormModel> OfAsync(Topic topic, FormModel model, Caller caller, CancellationToken ct) =>
        await shelf.CheckAsync(caller.Mail, topic, model.Values.Read(topic), ct) switch
        {
            CheckOutcome.Judged judged => model with { Judged = judged },
            CheckOutcome.Invalid invalid => model with { Errors = invalid.Errors },
            var other => throw new System.Diagnostics.UnreachableException(other.GetType().Name),
        };
}
