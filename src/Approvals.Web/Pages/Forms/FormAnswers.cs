using Approvals.App;
using Approvals.Web.Api;
using Approvals.Web.Pages.Shared;
using Microsoft.AspNetCore.Http;

namespace Approvals.Web.Pages.Forms;

/// <summary>What a form's answer looks like: the page that follows, or the form again with what was typed and what is wrong with it.</summary>
internal static class FormAnswers
{
    public static IResult Of(PageContext page, FormModel model, PreviewAnswer answer) => answer switch
    {
        PreviewAnswer.Chain chain => Show.Page<PreviewPage>(page, new PreviewModel(model, chain)),
        PreviewAnswer.InvalidForm invalid => Of(page, model with { Errors = invalid.Errors.Errors }),
        PreviewAnswer.RuleRefused refused => Of(page, model with { Rules = refused.Rules.Refusals }),
        PreviewAnswer.Refused refused => Of(page, model with { Refusal = refused.Refusal }),
        PreviewAnswer.UnknownTopic => Show.UnknownTopic(page),
        _ => throw new System.Diagnostics.UnreachableException(answer.GetType().Name),
    };

    public static IResult Of(PageContext page, FormModel model, Answer answer) => answer switch
    {
        Answer.Done done => Show.SeeOther($"/requests/{done.State.Facts!.Id}?done={(model.Editing is not null ? "resubmitted" : "submitted")}"),
        Answer.InvalidForm invalid => Of(page, model with { Errors = invalid.Errors.Errors }),
        Answer.RuleRefused refused => Of(page, model with { Rules = refused.Rules.Refusals }),
        Answer.Refused refused => Of(page, model with { Refusal = refused.Refusal }),
        Answer.UnknownTopic => Show.UnknownTopic(page),
        // The form came back by the browser's history and says something else now: a new key makes it a new request, if that is meant.
        Answer.KeyReused => Show.Page<FormPage>(page, model with { Key = page.FreshKey(), SentBefore = true }, StatusCodes.Status409Conflict),
        _ => throw new System.Diagnostics.UnreachableException(answer.GetType().Name),
    };

    public static IResult Of(PageContext page, FormModel model) =>
        Show.Page<FormPage>(page, model, model switch
        {
            { Refusal: { } refusal } => Answers.Of(refusal).Status,
            { Errors.Count: 0, Rules.IsEmpty: true } => StatusCodes.Status200OK,
            _ => StatusCodes.Status422UnprocessableEntity,
        });
}
