using System.Net;
using Approvals.Core.Requests;

namespace Approvals.Adapters.GraphMail;

/// <summary>What an administrator does about an answer of Graph.</summary>
internal static class GraphWords
{
    public static string Explain(GraphException e, EmailAddress mailbox) => e switch
    {
        { Status: HttpStatusCode.Unauthorized } => $"{e.Message} Check Approvals:Mail:Graph:ClientId and Approvals:Mail:Graph:BaseUrl.",
        { Status: HttpStatusCode.Forbidden } =>
            $"{e.Message} The identity may not use the mailbox {mailbox}: give it Application Mail.Send and Application Mail.ReadWrite for this mailbox in Exchange Online (README.md, \"Deploy to Azure\").",
        { Code: "ErrorInvalidUser" or "MailboxNotEnabledForRESTAPI" } => $"{e.Message} There is no mailbox {mailbox} in Exchange Online: make it, or correct Approvals:Mail:Mailbox and Approvals:Mail:Graph:MoreMailboxes.",
        { Code: "ErrorQuotaExceeded" or "ErrorMessageSubmissionBlocked" } => $"{e.Message} The mailbox {mailbox} is full: empty it, or raise its quota.",
        _ => e.Message,
    };
}
