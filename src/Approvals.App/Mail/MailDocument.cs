using System.Collections.Immutable;

namespace Approvals.App.Mail;

/// <summary>A mail before it is written out as plain text and as HTML. Nothing in it is escaped yet.</summary>
internal sealed record MailDocument
{
    public required string Title { get; init; }

    /// <summary>What a list of mails shows beside the subject.</summary>
    public required string Preheader { get; init; }

    /// <summary>Whether an answer to this mail decides: then a line says where it is cut off.</summary>
    public required bool TakesReply { get; init; }

    /// <summary>Paragraphs; a line break within one is kept.</summary>
    public required ImmutableArray<string> Body { get; init; }
    public required MailLink Action { get; init; }
    public required ImmutableArray<MailSection> Sections { get; init; }
    public required string Footer { get; init; }
}

internal sealed record MailLink(string Label, string Url);

/// <summary>A heading with facts under it, or lines, or both.</summary>
internal sealed record MailSection(string Heading, ImmutableArray<MailFact> Facts, ImmutableArray<string> Lines);

/// <param name="Url">Of ours: where what it names can be had.</param>
internal readonly record struct MailFact(string Label, string Text, string? Url = null);
