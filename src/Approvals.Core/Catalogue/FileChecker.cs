namespace Approvals.Core.Catalogue;

/// <summary>Whether attached files are such as their field takes.</summary>
internal static class FileChecker
{
    public static FieldValue.Files? Check(FieldSpec spec, FieldValue.Files files, out string? problem)
    {
        problem = files.Values.Length > spec.MaxFiles ? $"Attach at most {spec.MaxFiles} {(spec.MaxFiles == 1 ? "file" : "files")}; here are {files.Values.Length}."
            : files.Values.Select(file => Problem(spec, file)).FirstOrDefault(found => found is not null);
        return problem is not null || files.Values.IsEmpty ? null : new FieldValue.Files([.. files.Values.DistinctBy(file => (file.Sha256, file.Name))]);
    }

    /// <summary>What is wrong with a file by its name, size and type; null: nothing.</summary>
    public static string? Problem(FieldSpec spec, FileRef file) =>
        NameProblem(spec, file.Name)
        ?? (file.Size <= 0 ? $"'{file.Name}' is empty. Attach the file itself."
            : file.Size > spec.MaxFileBytes ? $"'{file.Name}' has {FileRef.SizeText(file.Size)}; at most {FileRef.SizeText(spec.MaxFileBytes)} are taken."
            : FileKind.ByName(file.Name)!.MediaType != file.Type ? $"'{file.Name}' is not what its name says. Attach it under its right name."
            : null);

    public static string? NameProblem(FieldSpec spec, string name) =>
        name.Length is 0 or > FileRef.LongestName ? $"Give the file a name of 1 to {FileRef.LongestName} characters."
        : name.AsSpan().IndexOfAny('/', '\\') >= 0 || name.StartsWith('.') || Forbidden.In(name, manyLines: false) is not null ? "Give the file a plain name, without folders and invisible characters."
        : FileKind.ByName(name) is not { } kind || !spec.FileKinds.Contains(kind) ? $"'{name}' is not taken here. Attach {Kinds(spec)}."
        : HasTwoEndings(name) ? $"'{name}' has two endings. Rename it so that it has one, and attach it again."
        : null;

    public static string Kinds(FieldSpec spec) => string.Join(" or ", spec.FileKinds.Select(kind => kind.Label));

    // order.exe.pdf: some program or person goes by the first.
    private static bool HasTwoEndings(string name) => name.Split('.') is { Length: > 2 } parts && Risky.Contains(parts[^2].Trim().ToLowerInvariant());

    private static readonly HashSet<string> Risky = new(StringComparer.Ordinal)
    {
        "exe", "com", "bat", "cmd", "scr", "msi", "pif", "cpl", "dll", "js", "jse", "vbs", "vbe", "wsf", "wsh", "hta", "ps1", "sh", "jar", "lnk", "reg", "iso", "img",
        "htm", "html", "xhtml", "svg", "xml", "mht", "mhtml", "php", "asp", "aspx", "jsp", "docm", "xlsm", "pptm", "zip", "rar", "7z",
    };
}
