using System.Collections.Immutable;
using Approvals.Adapters.Sqlite;
using Approvals.App.Mail;
using Approvals.App.Ports;
using Approvals.Core.Effects;
using Approvals.Core.Requests;
using Microsoft.Data.Sqlite;
using Stores.Tests.Contract;
using Xunit;

namespace Stores.Tests.Sqlite;

/// <summary>Mails and tickets of a request that is in the store: their keys begin with its number.</summary>
public sealed class KeyTests : IDisposable
{
    private static readonly EmailAddress Seller = EmailAddress.Parse("seller@example.com");
    private static readonly MailOptions Mail = new(EmailAddress.Parse("approvals@example.com"), "mx.approvals.test", new Uri("https://desk.example.com"));
    private readonly TestFolder folder = new();
    private readonly RequestId id = Given.NewId();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_done_again_under_its_key_is_there_once()
    {
        await SubmitAsync();
        await DoAsync();
        await DoAsync();
        Assert.Equal((1, 1), await CountsAsync());
    }

    [Fact]
    public async Task What_was_done_before_keys_began_with_a_number_is_found_again()
    {
        await SubmitAsync();
        await DoAsync();
        using (var session = SqliteSession.Open(folder.Database, SqliteOpenMode.ReadWrite, TimeSpan.FromSeconds(1)))
        {
            session.RunScript("UPDATE mails SET key = substr(key, 14); UPDATE tickets SET key = substr(key, 14);");
        }

        BackToStep(2);
        await DoAsync();
        Assert.Equal((1, 1), await CountsAsync());
    }

    public void Dispose() => folder.Dispose();

    // As the program left it then: without what later steps made.
    private void BackToStep(int step)
    {
        const string Made = "SELECT group_concat(quote(name)) FROM sqlite_schema WHERE type IN ('table', 'index') AND sql IS NOT NULL";
        using var then = SqliteSession.Open(folder.Database + ".then", SqliteOpenMode.ReadWriteCreate, TimeSpan.FromSeconds(1));
        Schema.Bring(then, "then", step);
        using var now = SqliteSession.Open(folder.Database, SqliteOpenMode.ReadWrite, TimeSpan.FromSeconds(1));
        var later = now.Text($"SELECT coalesce(group_concat('DROP ' || type || ' IF EXISTS ' || name || ';', ' '), '') FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT IN ({then.Text(Made)})");
        now.RunScript($"{later} PRAGMA user_version = {step};");
    }

    private async Task SubmitAsync()
    {
        using var database = SqliteDatabase.Open(folder.Options);
        await new SqliteRequestStore(database).AppendAsync(Given.Append(id, 0, "a"), Ct);
    }

    private async Task DoAsync()
    {
        using var database = SqliteDatabase.Open(folder.Options);
        await new SqliteMailer(database, Mail, TimeProvider.System).SendAsync(
            new OutgoingMail { Key = new EffectId(id, 1, 0), To = Seller, Subject = "s", Text = "t", Html = "h", Thread = id.Value, Headers = ImmutableDictionary<string, string>.Empty }, Ct);
        await new SqliteTicketDesk(database, Mail, TimeProvider.System).OpenAsync(
            new TicketDraft { Key = $"{id}-support", Request = id, Template = "support", Requester = Seller, Subject = "s", Body = "b", Priority = "Low", Queue = "q", Tags = [], Fields = ImmutableSortedDictionary<string, string>.Empty },
            Ct);
    }

    private async Task<(long Mails, long Tickets)> CountsAsync()
    {
        using var database = SqliteDatabase.Open(folder.Options);
        return await database.ReadAsync(session => (session.Scalar("SELECT count(*) FROM mails"), session.Scalar("SELECT count(*) FROM tickets")), Ct);
    }
}
