using Approvals.Core.Catalogue;
using Approvals.Core.Requests;

namespace Approvals.App.Attachments;

/// <summary>The files that a request names.</summary>
public static class AttachedFiles
{
    public static IEnumerable<FileRef> Of(Content content) => By(content).Select(one => one.File);

    /// <summary>What an event attached.</summary>
    public static IEnumerable<FileRef> Of(RequestEvent e) => By(e).Select(one => one.File);

    /// <summary>With the fields that they stand in.</summary>
    public static IEnumerable<(string Field, FileRef File)> By(RequestEvent e) => e switch
    {
        RequestEvent.Submitted submitted => By(submitted.Content),
        RequestEvent.Resubmitted resubmitted => By(resubmitted.Content),
        _ => [],
    };

    private static IEnumerable<(string Field, FileRef File)> By(Content content) =>
        from field in content.Fields
        where field.Value is FieldValue.Files
        from file in ((FieldValue.Files)field.Value).Values
        select (field.Key, file);
}
