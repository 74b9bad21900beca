using System.Collections.Immutable;
using Approvals.App.Mail;
using Approvals.App.Ports;
using Approvals.Core.Requests;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Stores.Tests.Contract;

/// <summary>What every ticket desk of our own must do.</summary>
public abstract class TicketDeskContract
{
    private const int Callers = 50;
    private protected static readonly MailOptions Options = new(EmailAddress.Parse("approvals@example.com"), "mx.approvals.test", new Uri("https://desk.example.com"));
    private protected static readonly FakeTimeProvider Clock = new(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));
    private static readonly RequestId Request = RequestId.FromBytes([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);

    private protected abstract ITicketDesk Desk { get; }
    private protected abstract ITicketBook Book { get; }
    private protected abstract ITicketLedger Ledger { get; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_ticket_is_kept_as_it_was_drafted_and_has_a_name_and_an_address()
    {
        var draft = Draft("a");
        var opened = await Desk.OpenAsync(draft, Ct);
        Assert.Equal(new DeskTicket("T-1", "https://desk.example.com/tickets#T-1"), opened);
        var ticket = (await Book.FindAsync("t-1", Ct))!;
        Assert.Equal((draft.Subject, draft.Body, draft.Requester, draft.Request), (ticket.Draft.Subject, ticket.Draft.Body, ticket.Draft.Requester, ticket.Draft.Request));
        Assert.Equal((draft.Queue, draft.Category, Clock.GetUtcNow(), false), (ticket.Draft.Queue, ticket.Draft.Category, ticket.RaisedAtUtc, ticket.IsSolved));
        Assert.Equal(["one", "two"], ticket.Draft.Tags);
        Assert.Equal("17.5", ticket.Draft.Fields["version"]);
    }

    [Fact]
    public async Task Fifty_callers_with_one_key_open_one_ticket()
    {
        var opened = await Task.WhenAll(Enumerable.Range(0, Callers).Select(i => Task.Run(() => Desk.OpenAsync(Draft("a") with { Body = $"{i}" }, Ct))));
        Assert.Single(opened.Distinct());
        Assert.Single((await Book.ListAsync(null, 10, Ct)).Items);
    }

    [Fact]
    public async Task Each_key_gets_the_next_number_without_a_gap()
    {
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(i => Task.Run(() => Desk.OpenAsync(Draft($"{i % 10}"), Ct))));
        Assert.Equal(Enumerable.Range(1, 10).Reverse().Select(i => $"T-{i}"), (await Book.ListAsync(null, 200, Ct)).Items.Select(ticket => ticket.Key));
    }

    [Fact]
    public async Task Tickets_are_listed_newest_first_in_pages()
    {
        for (var i = 0; i < 5; i++)
        {
            await Desk.OpenAsync(Draft($"{i}"), Ct);
        }

        var first = await Book.ListAsync(null, 3, Ct);
        var second = await Book.ListAsync(first.Next, 3, Ct);
        Assert.Equal(["T-5", "T-4", "T-3", "T-2", "T-1"], first.Items.Concat(second.Items).Select(ticket => ticket.Key));
        Assert.Null(second.Next);
        await Assert.ThrowsAsync<InvalidCursorException>(() => Book.ListAsync("nonsense", 3, Ct));
    }

    [Fact]
    public async Task The_tickets_of_a_request_are_found()
    {
        await Desk.OpenAsync(Draft("a"), Ct);
        await Desk.OpenAsync(Draft("b") with { Request = RequestId.FromBytes(new byte[16]) }, Ct);
        Assert.Equal("a", Assert.Single(await Book.OfRequestAsync(Request, Ct)).Draft.Key);
    }

    [Fact]
    public async Task Solving_is_done_once_and_remembers_by_whom()
    {
        await Desk.OpenAsync(Draft("a"), Ct);
        var ann = EmailAddress.Parse("ann@example.com");
        var solved = (await Book.SolveAsync("T-1", ann, Ct))!;
        Assert.Equal((ann, Clock.GetUtcNow()), (solved.SolvedBy, solved.SolvedAtUtc));
        Assert.Equal(ann, (await Book.SolveAsync("T-1", EmailAddress.Parse("bob@example.com"), Ct))!.SolvedBy);
        Assert.Equal("T-1", (await Desk.OpenAsync(Draft("a"), Ct)).Key);
    }

    [Fact]
    public async Task The_ledger_takes_one_first_entry_and_then_only_what_was_read()
    {
        var entry = new LedgerEntry { Key = "a-support", System = "jira", State = LedgerState.Trying, TriedAtUtc = Clock.GetUtcNow(), Draft = Draft("a-support") };
        Assert.Null(await Ledger.FindAsync(entry.Key, Ct));
        var first = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => Ledger.TryWriteAsync(entry, Ct))));
        Assert.Single(first, written => written);

        var read = (await Ledger.FindAsync(entry.Key, Ct))!;
        Assert.Equal((entry.State, entry.TriedAtUtc, entry.Draft.Body, "17.5"), (read.State, read.TriedAtUtc, read.Draft!.Body, read.Draft.Fields["version"]));
        Assert.True(await Ledger.TryWriteAsync(read with { State = LedgerState.Raised, Ticket = new DeskTicket("DD-1", null), Draft = null }, Ct));
        Assert.False(await Ledger.TryWriteAsync(read with { State = LedgerState.Withdrawn }, Ct));
        Assert.Equal(new DeskTicket("DD-1", null), (await Ledger.FindAsync(entry.Key, Ct))!.Ticket);
    }

    [Fact]
    public async Task The_ledger_is_listed_in_the_order_of_its_keys_in_pages()
    {
        foreach (var key in new[] { "b-support", "a-support", "a-interim", "c-support" })
        {
            await Ledger.TryWriteAsync(new LedgerEntry { Key = key, System = "jira", State = LedgerState.Trying, TriedAtUtc = Clock.GetUtcNow(), Draft = Draft(key) }, Ct);
        }

        var first = await Ledger.ListAsync(null, 3, Ct);
        var second = await Ledger.ListAsync(first.Next, 3, Ct);
        Assert.Equal(["a-interim", "a-support", "b-support", "c-support"], first.Items.Concat(second.Items).Select(entry => entry.Key));
        Assert.Null(second.Next);
        Assert.True(await Ledger.TryWriteAsync(first.Items[0] with { State = LedgerState.Withdrawn }, Ct));
        await Assert.ThrowsAsync<InvalidCursorException>(() => Ledger.ListAsync("nonsense", 3, Ct));
    }

    [Fact]
    public async Task A_remark_stands_on_the_ticket_once()
    {
        var ticket = await Desk.OpenAsync(Draft("a"), Ct);
        await Desk.RemarkAsync(new DeskRemark("e1", ticket.Key, "Cancelled."), Ct);
        await Desk.RemarkAsync(new DeskRemark("e1", ticket.Key, "Cancelled."), Ct);
        Assert.Equal(new BookedRemark("e1", "Cancelled.", Clock.GetUtcNow()), Assert.Single((await Book.FindAsync(ticket.Key, Ct))!.Remarks));
        await Book.SolveAsync(ticket.Key, EmailAddress.Parse("ann@example.com"), Ct);
        Assert.Single((await Book.FindAsync(ticket.Key, Ct))!.Remarks);
    }

    [Fact]
    public async Task It_tells_how_tickets_stand_and_what_there_is_to_withdraw()
    {
        var ticket = await Desk.OpenAsync(Draft("a"), Ct);
        Assert.Equal(TicketPhase.Open, Assert.Single((await Desk.LookAsync([ticket.Key, "T-9"], Ct))!.Value).Phase);
        await Book.SolveAsync(ticket.Key, EmailAddress.Parse("ann@example.com"), Ct);
        Assert.Equal(TicketPhase.Closed, Assert.Single((await Desk.LookAsync([ticket.Key], Ct))!.Value).Phase);
        Assert.Equal(ticket, await Desk.WithdrawAsync(Draft("a"), Ct));
        Assert.Null(await Desk.WithdrawAsync(Draft("b"), Ct));
    }

    [Theory]
    [InlineData("T-9")]
    [InlineData("T--1")]
    [InlineData("1")]
    [InlineData("")]
    [InlineData("T-99999999999999999999")]
    public async Task A_ticket_that_is_not_there_is_not_found(string key)
    {
        Assert.Null(await Book.FindAsync(key, Ct));
        Assert.Null(await Book.SolveAsync(key, EmailAddress.Parse("ann@example.com"), Ct));
    }

    private static TicketDraft Draft(string key) => new()
    {
        Key = key,
        Request = Request,
        Template = "support",
        Requester = EmailAddress.Parse("seller@example.com"),
        Subject = "Exemption",
        Body = "evidence",
        Priority = "Low",
        Queue = "L&R",
        Tags = ["one", "two"],
        Fields = ImmutableSortedDictionary<string, string>.Empty.Add("version", "17.5"),
    };
}
