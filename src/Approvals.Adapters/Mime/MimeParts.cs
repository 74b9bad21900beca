using MimeKit;

namespace Approvals.Adapters.Mime;

/// <summary>The parts of a mail that its writer wrote. What is attached to it, other mails above all, was written by somebody else.</summary>
internal sealed record MimeParts(string? Text, string? Html, bool HasCalendarItem)
{
    private const int MaxParts = 200;

    public static MimeParts Of(MimeEntity? body)
    {
        var found = new MimeParts(null, null, false);
        var left = new Stack<MimeEntity>();
        if (body is not null)
        {
            left.Push(body);
        }

        for (var count = 0; count < MaxParts && left.TryPop(out var entity); count++)
        {
            switch (entity)
            {
                case Multipart multipart:
                    foreach (var part in multipart.Reverse())
                    {
                        left.Push(part);
                    }

                    break;
                case TextPart { IsAttachment: false } part:
                    found = found.With(part);
                    break;
                default:
                    break;
            }
        }

        return found;
    }

    private MimeParts With(TextPart part)
    {
        if (part.ContentType.IsMimeType("text", "calendar"))
        {
            return this with { HasCalendarItem = true };
        }

        // Of several texts the first with content is what the writer wrote; lists put their footer below it.
        if (part.IsHtml)
        {
            return string.IsNullOrWhiteSpace(Html) ? this with { Html = part.Text } : this;
        }

        return part.IsPlain && string.IsNullOrWhiteSpace(Text) && part.Text is { } text && !string.IsNullOrWhiteSpace(text) ? this with { Text = text } : this;
    }
}
