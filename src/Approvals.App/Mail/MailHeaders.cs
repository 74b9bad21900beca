using System.Collections.Immutable;
using Approvals.Core.Effects;

namespace Approvals.App.Mail;

/// <summary>The headers that make our mails one thread, found again, and answered by no machine.</summary>
internal static class MailHeaders
{
    /// <summary>
    /// The message id is computed, so that a repeat is the same mail. A mail that asks carries its token there too: an answer that lost the reply
    /// address still names what it answers.
    /// </summary>
    public static ImmutableDictionary<string, string> Of(EffectId id, string? token, MailOptions options)
    {
        var root = $"<{id.Request}@{options.Mailbox.Domain}>";
        return Automatic.SetItem("Message-ID", $"<{id}{(token is null ? "" : "." + token)}@{options.Mailbox.Domain}>")
            .SetItem("In-Reply-To", root)
            .SetItem("References", root);
    }

    /// <summary>An answer to a mail that came in.</summary>
    public static ImmutableDictionary<string, string> Answering(EffectId id, string? messageId, MailOptions options)
    {
        var headers = Automatic.SetItem("Message-ID", $"<{id}@{options.Mailbox.Domain}>").SetItem("Auto-Submitted", "auto-replied");
        return messageId is null ? headers : headers.SetItem("In-Reply-To", $"<{messageId}>").SetItem("References", $"<{messageId}>");
    }

    private static ImmutableDictionary<string, string> Automatic { get; } = ImmutableDictionary.CreateRange(
        StringComparer.OrdinalIgnoreCase,
        [KeyValuePair.Create("Auto-Submitted", "auto-generated"), KeyValuePair.Create("X-Auto-Response-Suppress", "All")]);
}
