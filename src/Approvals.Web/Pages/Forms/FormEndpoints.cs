using System.Collections.Immutable;
using Approvals.App;
using Approvals.App.Topics;
using Approvals.Core.Catalogue;
using Approvals.Core.Requests;
using Approvals.Web.Files;
using Approvals.Web.Identity;
using Approvals.Web.Pages.Requests;
using Approvals.Web.Pages.Shared;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Approvals.Web.Pages.Forms;

/// <summary>A topic's form: filled, looked at with the chain it leads to, then submitted. Each step is a form that brings all of what was typed.</summary>
internal static class FormEndpoints
{
    private const int MostNear = 4;

    public static void MapForms(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/new/{topic}", NewAsync);
        routes.MapPost("/new/{topic}", PostAsync).TakesFiles();
        routes.MapEditing();
    }

    private static async Task<IResult> NewAsync(string topic, string? from, HttpContext context, TopicShelf shelf, RequestPages pages, FormUploads uploads, PageFrame frame, CancellationToken ct)
    {
        var page = await frame.OfAsync(context, [], ct);
        if (await shelf.FindAsync(context.Caller().Mail, topic, ct) is not { } found)
        {
            return Show.UnknownTopic(page);
        }

        var copied = from is null ? null : (await pages.FindAsync(context.Caller(), from, ct))?.Facts;
        return Show.Page<FormPage>(page, uploads.WithFiles(new FormModel
        {
            Topic = found,
            Values = copied is { Content: var content } && copied.Topic == topic ? uploads.Start(content.Fields, context.Caller().Mail) : FormValues.Defaults(found),
            Key = page.FreshKey(),
            CopyOf = copied?.Id,
            Near = await shelf.NearAsync(context.Caller().Mail, found, MostNear, ct),
        }, context.Caller().Mail));
    }

    private static async Task<IResult> PostAsync(string topic, HttpContext context, TopicShelf shelf, RequestService service, FormChecks checks, FormUploads uploads, PageFrame frame, CancellationToken ct)
    {
        var caller = context.Caller();
        var page = await frame.OfAsync(context, [], ct);
        if (await shelf.FindAsync(caller.Mail, topic, ct) is not { Kind: not TopicKind.Guide } found)
        {
            return Show.UnknownTopic(page);
        }

        var form = await context.Request.ReadFormAsync(ct);
        var model = Read(found, form, page) with { Near = await shelf.NearAsync(caller.Mail, found, MostNear, ct) };
        model = await uploads.TakeAsync(model, form, caller.Mail, ct);
        if (model.Errors.Count > 0)
        {
            return FormAnswers.Of(page, model);
        }

        if (form["do"] == "edit")
        {
            return Show.Page<FormPage>(page, model);
        }

        if (found.Kind == TopicKind.Check)
        {
            return FormAnswers.Of(page, await checks.OfAsync(found, model, caller, ct));
        }

        EmailAddress? beneficiary = EmailAddress.TryParse(model.Beneficiary, out var mail) ? mail : null;
        if (model.Beneficiary.Length > 0 && beneficiary is null)
        {
            return FormAnswers.Of(page, model with { Errors = model.Errors.Add(FormModel.BeneficiaryField, ["Enter one mail address, like name@example.com."]) });
        }

        var filled = new SubmitForm(found.Id, model.Values.Read(found), beneficiary);
        return form["do"] == "submit"
            ? FormAnswers.Of(page, model, await service.SubmitAsync(caller, filled, model.Key, ct))
            : FormAnswers.Of(page, model, await service.PreviewAsync(caller, filled, ct));
    }

    public static FormModel Read(Topic topic, IFormCollection form, PageContext page) => new()
    {
        Topic = topic,
        Values = FormValues.Of(topic, form),
        Key = Posted.Key(form) ?? page.FreshKey(),
        Beneficiary = form[FormValues.Prefix + FormModel.BeneficiaryField].ToString().Trim(),
        Errors = ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty,
    };
}
