using Approvals.Adapters.Sqlite;
using Approvals.App.Ports;
using Stores.Tests.Contract;

namespace Stores.Tests.Sqlite;

public sealed class SqliteMailerTests : MailRoomContract, IDisposable
{
    private readonly TestFolder folder = new();
    private readonly SqliteDatabase database;

    public SqliteMailerTests()
    {
        database = SqliteDatabase.Open(folder.Options);
        var mailer = new SqliteMailer(database, Options, Clock);
        (Mailer, Mailbox, Received) = (mailer, mailer, new SqliteReceivedMails(database));
    }

    private protected override IMailer Mailer { get; }
    private protected override IMailbox Mailbox { get; }
    private protected override IReceivedMails Received { get; }

    public void Dispose()
    {
        database.Dispose();
        folder.Dispose();
    }
}

public sealed class SqliteTicketDeskTests : TicketDeskContract, IDisposable
{
    private readonly TestFolder folder = new();
    private readonly SqliteDatabase database;
    private readonly SqliteTicketDesk desk;

    public SqliteTicketDeskTests()
    {
        database = SqliteDatabase.Open(folder.Options);
        desk = new SqliteTicketDesk(database, Options, Clock);
    }

    private protected override ITicketDesk Desk => desk;
    private protected override ITicketBook Book => desk;
    private protected override ITicketLedger Ledger => new SqliteTicketLedger(database);

    public void Dispose()
    {
        database.Dispose();
        folder.Dispose();
    }
}
