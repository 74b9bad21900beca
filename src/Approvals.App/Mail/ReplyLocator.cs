using Approvals.Core.Requests;

namespace Approvals.App.Mail;

/// <summary>Finds the question that a mail answers: by the address that it came to, else by the mail that it answers. Never by its subject.</summary>
internal sealed class ReplyLocator(DecisionTokens tokens, MailOptions options)
{
    private const int MaxReferences = 50;

    /// <summary>The token as text; null when there is none, or there are several and it would be a guess.</summary>
    public string? Find(InboundMail mail)
    {
        var addressed = mail.Recipients.Select(TokenOfAddress).OfType<string>().Distinct().Take(2).ToList();
        return addressed.Count switch
        {
            0 => mail.HeaderValues("In-Reply-To").Concat(mail.HeaderValues("References").Reverse()).SelectMany(TokensOfIds).FirstOrDefault(),
            1 => addressed[0],
            _ => null,
        };
    }

    private string? TokenOfAddress(string address) =>
        EmailAddress.TryParse(address, out var mail) && options.TokenOf(mail) is { } text && tokens.TryRead(text, out _) ? text : null;

    // Our message ids end with the token: <effect.token@domain>.
    private IEnumerable<string> TokensOfIds(string header) => header
        .Split([' ', '\t', ','], StringSplitOptions.RemoveEmptyEntries)
        .Reverse()
        .Take(MaxReferences)
        .Select(id => id.Trim('<', '>').Split('@')[0])
        .Where(left => left.Length > DecisionTokens.Length)
        .Select(left => left[^DecisionTokens.Length..].ToLowerInvariant())
        .Where(text => tokens.TryRead(text, out _));
}
