using Approvals.Adapters.Memory;
using Approvals.App.Ports;
using Stores.Tests.Contract;

namespace Stores.Tests.Memory;

public sealed class MemoryMailTests : MailRoomContract
{
    private readonly MemoryMail mail = new(Options, Clock);

    private protected override IMailer Mailer => mail;
    private protected override IMailbox Mailbox => mail;
    private protected override IReceivedMails Received => mail;
}

public sealed class MemoryTicketDeskTests : TicketDeskContract
{
    private readonly MemoryTicketDesk desk = new(Options, Clock);

    private protected override ITicketDesk Desk => desk;
    private protected override ITicketBook Book => desk;
    private protected override ITicketLedger Ledger { get; } = new MemoryTicketLedger();
}
