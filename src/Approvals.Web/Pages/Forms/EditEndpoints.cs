using Approvals.App;
using Approvals.App.Ports;
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

/// <summary>A request that was returned or recalled is edited in the form of the version that it was submitted under.</summary>
internal static class EditEndpoints
{
    public static void MapEditing(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/requests/{id}/edit", EditAsync);
        routes.MapPost("/requests/{id}/edit", PostAsync).TakesFiles();
    }

    private static async Task<IResult> EditAsync(string id, HttpContext context, RequestPages pages, ICatalogue catalogue, FormUploads uploads, PageFrame frame, CancellationToken ct)
    {
        if (await pages.FindAsync(context.Caller(), id, ct) is not { Facts: { } request } state)
        {
            return await pages.NotYoursAsync(context, ct);
        }

        if (state is not RequestState.Editing || request.Requester != context.Caller().Mail)
        {
            return await pages.ShowAsync(context, state, new Refused(new Refusal.NotOpen(state.Status), "edit", ""), ct);
        }

        var page = await frame.OfAsync(context, RequestModels.People(request, []), ct);
        return Show.Page<FormPage>(page, uploads.WithFiles(Model(request, await TopicAsync(request, catalogue, ct), uploads.Start(request.Content.Fields, request.Requester), page.FreshKey(), page), request.Requester));
    }

    private static async Task<IResult> PostAsync(
        string id, HttpContext context, RequestPages pages, RequestService service, ICatalogue catalogue, FormUploads uploads, PageFrame frame, CancellationToken ct)
    {
        var caller = context.Caller();
        if (await pages.FindAsync(caller, id, ct) is not { Facts: { } request })
        {
            return await pages.NotYoursAsync(context, ct);
        }

        var page = await frame.OfAsync(context, RequestModels.People(request, []), ct);
        var topic = await TopicAsync(request, catalogue, ct);
        var form = await context.Request.ReadFormAsync(ct);
        var model = Model(request, topic, FormValues.Of(topic, form), Posted.Key(form) ?? page.FreshKey(), page);
        model = await uploads.TakeAsync(model, form, caller.Mail, ct);
        if (model.Errors.Count > 0)
        {
            return FormAnswers.Of(page, model);
        }

        var fields = model.Values.Read(topic);
        return form["do"].ToString() switch
        {
            "edit" => Show.Page<FormPage>(page, model),
            "submit" => FormAnswers.Of(page, model, await service.ResubmitAsync(caller, request.Id, fields, model.Key, ct)),
            _ => FormAnswers.Of(page, model, await service.PreviewAsync(caller, new SubmitForm(topic.Id, fields, request.Beneficiary), ct)),
        };
    }

    private static async Task<Topic> TopicAsync(Request request, ICatalogue catalogue, CancellationToken ct) =>
        await catalogue.FindAsync(request.Topic, request.TopicVersion, ct)
            ?? throw new InvalidOperationException($"Version {request.TopicVersion} of topic {request.Topic} is not in the archive.");

    private static FormModel Model(Request request, Topic topic, FormValues values, string key, PageContext page) => new()
    {
        Topic = topic,
        Values = values,
        Key = key,
        Editing = request.Id,
        Returned = request.Steps.SelectMany(step => step.Assignments).FirstOrDefault(answer => answer.Status == AssignmentStatus.Returned) is { DecidedAtUtc: { } at } answer
            ? new ReturnedWith(page.Names.Of(answer.DecidedBy ?? Actor.System), at, answer.Comment)
            : null,
    };
}
