using System.Text;
using Approvals.App;
using Approvals.App.Catalogues;
using Approvals.App.Ports;
using Approvals.Core.Catalogue;
using Approvals.Core.Requests;
using Approvals.Web.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Approvals.Web.Pages.Catalogue;

/// <summary>Tries a form in anybody's name: who would approve, and which rule asks for each. Nothing is submitted.</summary>
internal static class PreviewPages
{
    public static void MapPreview(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/preview", ShowAsync);
        pages.MapPost("/preview", TryAsync);
    }

    private static async Task<IResult> ShowAsync(string? topic, HttpContext context, ICatalogue catalogue, PageFrame frame, CancellationToken ct) =>
        Show.Page<PreviewCataloguePage>(await frame.OfAsync(context, [], ct), Model(catalogue, topic ?? "", context.Caller().Mail.Value, "", ""));

    private static async Task<IResult> TryAsync(HttpContext context, ICatalogue catalogue, ICatalogueControl control, ICatalogueReader reader, CataloguePreview preview, PageFrame frame, CancellationToken ct)
    {
        var form = await context.Request.ReadFormAsync(ct);
        var model = Model(catalogue, form["topic"].ToString(), form["requester"].ToString(), form["beneficiary"].ToString(), form["form"].ToString());
        return Show.Page<PreviewCataloguePage>(await frame.OfAsync(context, [], ct), await AnswerAsync(model, control, reader, preview, ct));
    }

    private static async Task<PreviewModel> AnswerAsync(PreviewModel model, ICatalogueControl control, ICatalogueReader reader, CataloguePreview preview, CancellationToken ct)
    {
        if (model.Topics.FirstOrDefault(known => known.Id == model.Topic) is not { } topic)
        {
            return model with { Problems = ["Choose a topic that takes requests."] };
        }

        if (!EmailAddress.TryParse(model.Requester, out var requester) || (model.Beneficiary.Length > 0 && !EmailAddress.TryParse(model.Beneficiary, out _)))
        {
            return model with { Problems = ["Enter a whole mail address, like name@example.com."] };
        }

        var read = reader.ReadForm(topic, "form", Encoding.UTF8.GetBytes(model.Form));
        if (!read.Errors.IsEmpty)
        {
            return model with { Problems = [.. read.Errors.Select(error => $"Line {error.Line}: {error.What}")] };
        }

        EmailAddress? beneficiary = EmailAddress.TryParse(model.Beneficiary, out var other) ? other : null;
        return await preview.RunAsync(control.Status.InUse, new FormToTry(topic.Id, read.Fields, requester, beneficiary), ct) switch
        {
            PreviewAnswer.Chain chain => model with { Chain = chain },
            PreviewAnswer.InvalidForm invalid => model with { Problems = [.. invalid.Errors.Errors.Select(error => $"{error.Key}: {string.Join(' ', error.Value)}")] },
            PreviewAnswer.RuleRefused refused => model with { Refusals = refused.Rules.Refusals },
            PreviewAnswer.Refused refused => model with { Problems = [refused.Refusal.Message] },
            _ => model with { Problems = ["The topic takes no requests."] },
        };
    }

    private static PreviewModel Model(ICatalogue catalogue, string topic, string requester, string beneficiary, string form) =>
        new([.. catalogue.Topics.Where(known => known.Kind == TopicKind.Request)], topic, requester.Trim(), beneficiary.Trim(), form);
}
