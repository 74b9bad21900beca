using System.Collections.Immutable;
using Approvals.App.Attachments;
using Approvals.App.Ports;
using Approvals.Core.Catalogue;
using Approvals.Core.Requests;
using Microsoft.AspNetCore.Http;

namespace Approvals.Web.Pages.Forms;

/// <summary>Files of a form. What was taken stands in the form by its id, so that nobody has to choose it again on the next page.</summary>
internal sealed class FormUploads(AttachmentDesk desk)
{
    /// <summary>Names of inputs for files have this prefix; under that of all fields are the ids of those taken before.</summary>
    public const string Prefix = "file.";

    /// <summary>Takes the files that came along. What is wrong with one stands at its field.</summary>
    public async Task<FormModel> TakeAsync(FormModel model, IFormCollection form, EmailAddress by, CancellationToken ct)
    {
        foreach (var field in model.Topic.Fields.Where(field => field.Kind == FieldKind.Files))
        {
            var sent = form.Files.GetFiles(Prefix + field.Name);
            if (sent.Count + model.Values.All(field.Name).Length > field.MaxFiles)
            {
                model = Wrong(model, field, $"Attach at most {field.MaxFiles} {(field.MaxFiles == 1 ? "file" : "files")}. Take one away first.");
                continue;
            }

            foreach (var file in sent)
            {
                model = await TakeAsync(model, field, file, by, ct);
            }
        }

        return WithFiles(model, by);
    }

    /// <summary>The files that the ids of a form stand for, so that the page can name them.</summary>
    public FormModel WithFiles(FormModel model, EmailAddress by) => model with
    {
        Files = model.Topic.Fields.Where(field => field.Kind == FieldKind.Files).SelectMany(field => model.Values.All(field.Name)).Distinct()
            .Select(id => (Id: id, File: desk.Find(id, by, null))).Where(one => one.File is not null).ToImmutableDictionary(one => one.Id, one => one.File!),
    };

    /// <summary>Fields of a request that its reader starts a form with: its files get ids of theirs.</summary>
    public FormValues Start(ImmutableSortedDictionary<string, FieldValue> fields, EmailAddress by) => FormValues.Of(fields.ToImmutableSortedDictionary(
        field => field.Key,
        field => field.Value is FieldValue.Files files ? new FieldValue.Choices([.. files.Values.Select(file => desk.Again(file, by))]) : field.Value,
        StringComparer.Ordinal));

    private async Task<FormModel> TakeAsync(FormModel model, FieldSpec field, IFormFile file, EmailAddress by, CancellationToken ct)
    {
        try
        {
            await using var content = file.OpenReadStream();
            return await desk.TakeAsync(by, field, file.FileName, content, null, ct) switch
            {
                UploadAnswer.Taken taken => model with { Values = model.Values.With(field.Name, taken.Receipt) },
                UploadAnswer.Refused refused => Wrong(model, field, refused.Message),
                UploadAnswer.TooLarge large => Wrong(model, field, large.Message),
                var other => throw new System.Diagnostics.UnreachableException(other.GetType().Name),
            };
        }
        catch (ScannerAwayException)
        {
            return Wrong(model, field, $"'{file.FileName}' was not taken: the virus scanner does not answer. Attach it again in a moment.");
        }
    }

    private static FormModel Wrong(FormModel model, FieldSpec field, string message) => model with { Errors = model.Errors.SetItem(field.Name, model.ErrorsOf(field.Name).Add(message)) };
}
