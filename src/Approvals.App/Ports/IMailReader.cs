using Approvals.App.Mail;

namespace Approvals.App.Ports;

/// <summary>Reads the bytes of a mail as they came over the wire. Whatever they are, the answer is a mail or a refusal, never an exception.</summary>
public interface IMailReader
{
    /// <summary>Larger mails are refused unread.</summary>
    const int MaxBytes = 10 * 1024 * 1024;

    MailReading Read(ReadOnlyMemory<byte> bytes);
}
