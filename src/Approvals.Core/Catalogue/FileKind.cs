using System.Collections.Immutable;

namespace Approvals.Core.Catalogue;

/// <summary>A kind of file that people may attach. There are only kinds that can be told by their bytes and that run nowhere.</summary>
/// <param name="Name">As catalogues name it; also the first ending.</param>
/// <param name="MediaType">What a download is called, whatever the sender called it.</param>
/// <param name="Endings">Lower case, without the dot.</param>
public sealed record FileKind(string Name, string Label, string MediaType, ImmutableArray<string> Endings)
{
    public static ImmutableArray<FileKind> All { get; } =
    [
        new("pdf", "PDF", "application/pdf", ["pdf"]),
        new("eml", "mail (.eml)", "message/rfc822", ["eml"]),
        new("png", "PNG", "image/png", ["png"]),
        new("jpg", "JPEG", "image/jpeg", ["jpg", "jpeg"]),
        new("txt", "plain text", "text/plain", ["txt"]),
        new("docx", "Word (.docx)", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ["docx"]),
        new("xlsx", "Excel (.xlsx)", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ["xlsx"]),
    ];

    /// <summary>The kind that the ending of a file's name says; null: none of these.</summary>
    public static FileKind? ByName(string fileName)
    {
        var dot = fileName.LastIndexOf('.');
        var ending = dot < 0 ? "" : fileName[(dot + 1)..].ToLowerInvariant();
        return All.FirstOrDefault(kind => kind.Endings.Contains(ending));
    }
}
