using Approvals.Core.Catalogue;

namespace Approvals.App.Attachments;

/// <summary>What becomes of a file that somebody sends.</summary>
public abstract record UploadAnswer
{
    private UploadAnswer() { }

    /// <param name="Receipt">The id that a form names it by.</param>
    public sealed record Taken(FileRef File, string Receipt) : UploadAnswer;

    /// <param name="Code"><c>file-refused</c>, <c>wrong-hash</c> or <c>infected</c>.</param>
    /// <param name="Message">Says what to do.</param>
    public sealed record Refused(string Code, string Message) : UploadAnswer;

    public sealed record TooLarge(string Message) : UploadAnswer;
}

/// <summary>What comes of asking for the bytes of a file.</summary>
public abstract record DownloadAnswer
{
    private DownloadAnswer() { }

    /// <param name="Content">From its start; the caller's to close.</param>
    public sealed record Found(FileRef File, Stream Content) : DownloadAnswer;
    public sealed record Unknown : DownloadAnswer;

    /// <summary>It is in the request, and its bytes are gone, changed or infected.</summary>
    public sealed record Withheld(string Code, string Message) : DownloadAnswer;
}
