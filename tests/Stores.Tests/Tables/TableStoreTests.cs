using Approvals.Adapters.Memory;
using Approvals.Adapters.Tables;
using Approvals.App.Moving;
using Approvals.App.Ports;
using Microsoft.Extensions.Logging.Abstractions;
using Stores.Tests.Contract;
using Stores.Tests.Moving;

namespace Stores.Tests.Tables;

public sealed class TableStoreTests(Emulator emulator) : StoreContract
{
    private protected override Ports Store { get; } = PortsOf(TableDatabase.Open(emulator.Options));

    internal static Ports PortsOf(TableDatabase database, TimeProvider? clock = null) => new(
        new TableRequestStore(database, clock ?? TimeProvider.System, NullLogger<TableRequestStore>.Instance), new TableIndexStore(database),
        new TableDelegationStore(database, TimeProvider.System), new TableTopicArchive(database), new TableSecretStore(database), new TableAuditSource(database), new TableClaimStore(database),
        new TableNoteStore(database));

    internal static MovePorts MovePortsOf(TableDatabase database, TimeProvider? clock = null)
    {
        var store = PortsOf(database);
        var received = new TableReceivedMails(database);
        var mailer = new TableMailer(database, received, WorkedDesk.Mail, clock ?? TimeProvider.System);
        var desk = new TableTicketDesk(database, WorkedDesk.Mail, clock ?? TimeProvider.System);
        return new MovePorts(store.Requests, store.Audit, store.Delegations, store.Topics, store.Secrets, store.Claims, mailer, mailer, received, desk, desk, new TableTicketLedger(database),
            new MemoryAttachments(clock ?? TimeProvider.System));
    }
}

public sealed class TableMailerTests : MailRoomContract
{
    public TableMailerTests(Emulator emulator)
    {
        var database = TableDatabase.Open(emulator.Options);
        var received = new TableReceivedMails(database);
        var mailer = new TableMailer(database, received, Options, Clock);
        (Mailer, Mailbox, Received) = (mailer, mailer, received);
    }

    private protected override IMailer Mailer { get; }
    private protected override IMailbox Mailbox { get; }
    private protected override IReceivedMails Received { get; }
}

public sealed class TableTicketDeskTests(Emulator emulator) : TicketDeskContract
{
    private readonly TableTicketDesk desk = new(TableDatabase.Open(emulator.Options), Options, Clock);

    private protected override ITicketDesk Desk => desk;
    private protected override ITicketBook Book => desk;
    private protected override ITicketLedger Ledger { get; } = new TableTicketLedger(TableDatabase.Open(emulator.Options));
}
