using Approvals.Adapters.Memory;
using Approvals.App.Mail;
using Approvals.Core.Requests;
using CsCheck;
using Xunit;

namespace App.Tests.Mail;

public sealed class DecisionTokensTests
{
    private static readonly DecisionTokens Tokens = new(new byte[32]);
    private static readonly EmailAddress Vp = EmailAddress.Parse("vp@example.com");
    private static readonly Gen<RequestId> Ids = Gen.Byte.Array[16].Select(bytes => RequestId.FromBytes(bytes));

    [Fact]
    public void What_was_written_is_read_back_in_any_case() => Gen.Select(Ids, Gen.Int[0, 32_767], Gen.Int[0, 1_023]).Sample((id, round, step) =>
    {
        var text = Tokens.Write(id, round, step, Vp);
        return Tokens.TryRead(text.ToUpperInvariant(), out var token) && (token.Request, token.Round, token.Step) == (id, round, step) && Tokens.IsFor(token, Vp);
    });

    [Fact]
    public void One_changed_character_makes_it_unreadable() => Gen.Select(Ids, Gen.Int[0, DecisionTokens.Length - 1], Gen.Char["0123456789abcdefghjkmnpqrstvwxyz"]).Sample((id, at, c) =>
    {
        var text = Tokens.Write(id, 1, 1, Vp);
        return text[at] == c || !Tokens.TryRead(text[..at] + c + text[(at + 1)..], out _);
    });

    [Fact]
    public void Any_text_is_refused_without_a_throw() => Gen.String[0, 80].Sample(text => !Tokens.TryRead(text, out _));

    [Fact]
    public void A_token_of_another_key_is_refused() =>
        Assert.False(Tokens.TryRead(new DecisionTokens([.. Enumerable.Repeat((byte)7, 32)]).Write(RequestId.FromBytes(new byte[16]), 1, 1, Vp), out _));

    [Fact]
    public void A_token_is_for_one_person()
    {
        Assert.True(Tokens.TryRead(Tokens.Write(RequestId.FromBytes(new byte[16]), 1, 1, Vp), out var token));
        Assert.False(Tokens.IsFor(token, EmailAddress.Parse("cfo@example.com")));
    }

    [Fact]
    public void The_reply_address_fits_a_local_part_and_leads_back_to_the_token()
    {
        var options = MailWorld.Options;
        var text = Tokens.Write(RequestId.FromBytes(new byte[16]), 32_767, 1_023, Vp);
        var address = options.ReplyAddress(text)!.Value;
        Assert.True(address.Value.IndexOf('@', StringComparison.Ordinal) <= 64);
        Assert.Equal(text, options.TokenOf(address));
        Assert.Null(options.TokenOf(EmailAddress.Parse($"approvals+{text}@elsewhere.example")));
    }

    [Fact]
    public void A_mailbox_name_without_room_takes_no_replies() =>
        Assert.Null((MailWorld.Options with { Mailbox = EmailAddress.Parse("approvals.of.the.desk@example.com") }).ReplyAddress(new string('a', DecisionTokens.Length)));

    [Fact]
    public async Task All_servers_of_one_store_share_the_key()
    {
        var secrets = new MemorySecrets();
        var loaded = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => DecisionTokens.LoadAsync(secrets, MailWorld.Ct)));
        Assert.All(loaded, tokens => Assert.True(tokens.TryRead(loaded[0].Write(RequestId.FromBytes(new byte[16]), 1, 1, Vp), out _)));
    }
}
