using System.Collections.Immutable;
using Approvals.Core.Catalogue;
using Approvals.Core.Search;
using CsCheck;
using Xunit;

namespace Approvals.Core.Tests.Catalogue;

/// <summary>People find topics by their own words, with typing errors and synonyms.</summary>
public sealed class SearchTests
{
    private static readonly SearchWords Words = new(
        [["air gapped", "airgapped", "offline", "no internet"], ["POD", "proof of delivery"], ["out of minutes", "compute minutes", "pipeline minutes"], ["licence", "license", "key"]],
        ["how", "do", "i", "get", "a", "the", "of", "is", "my", "customer"]);

    private static readonly ImmutableArray<Topic> Topics =
    [
        Topic("offline-license", "Offline license", "The network has no way to the internet.", "activation code"),
        Topic("payment-terms", "Payment terms", "The partner asks for longer terms.", "Net 30", "Net 60"),
        Topic("delivery-mail", "Who gets the invoice", "And the proof of delivery.", "invoice"),
        Topic("more-minutes", "Compute minutes", "Pipelines stopped."),
        Topic("registration", "Register a deal", "What can be registered.", "deal registration"),
        Topic("resend", "Resend the license mail", "The mail with the license did not arrive."),
    ];

    private static readonly TopicIndex Index = new(Topics, Words);

    [Theory]
    [InlineData("air gapped", "offline-license")]
    [InlineData("air-gapped network", "offline-license")]
    [InlineData("Airgaped", "offline-license")]
    [InlineData("net 60", "payment-terms")]
    [InlineData("NET60 net 60", "payment-terms")]
    [InlineData("POD", "delivery-mail")]
    [InlineData("pod?", "delivery-mail")]
    [InlineData("proof of delivery", "delivery-mail")]
    [InlineData("out of minutes", "more-minutes")]
    [InlineData("my customer is out of minutes", "more-minutes")]
    [InlineData("pipelin minutes", "more-minutes")]
    [InlineData("regsitration", "registration")]
    [InlineData("regist", "registration")]
    [InlineData("deal registrations", "registration")]
    [InlineData("invoises", "delivery-mail")]
    [InlineData("offline licence", "offline-license")]
    [InlineData("how do I get the payment terms", "payment-terms")]
    public void The_best_comes_first(string words, string topic) => Assert.Equal(topic, Index.Find(words)[0].Id);

    [Theory]
    [InlineData("zebra")]
    [InlineData("net 61 quxx")]
    [InlineData("💥")]
    public void What_is_nowhere_finds_little_and_never_fails(string words) => Assert.True(Index.Find(words).Length < Topics.Length || words == "💥");

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("?!")]
    [InlineData(null)]
    public void Without_words_everything_comes_in_its_order(string? words) => Assert.Equal(Topics, Index.Find(words));

    [Fact]
    public void Words_that_say_nothing_are_used_when_there_is_nothing_else() => Assert.NotEmpty(Index.Find("the"));

    [Fact]
    public void A_number_is_not_taken_for_another() => Assert.DoesNotContain(Index.Find("90"), topic => topic.Id == "payment-terms");

    [Fact]
    public void The_same_words_give_the_same_topics_whatever_they_are() =>
        Gen.String[0, 60].Sample(words => new TopicIndex(Topics, Words).Find(words).SequenceEqual(Index.Find(words)));

    [Fact]
    public void A_letter_too_many_finds_the_same_first() =>
        Gen.Select(Gen.Int[0, 2].Select(which => new[] { "invoice", "registration", "payment" }[which]), Gen.Int[0, 6], Gen.Char['a', 'z']).Sample((word, at, letter) =>
            Index.Find(word.Insert(at, letter.ToString()))[0].Id == Index.Find(word)[0].Id);

    private static Topic Topic(string id, string title, string summary, params string[] keywords) =>
        new() { Id = id, Kind = TopicKind.Guide, Title = title, Summary = summary, Keywords = [.. keywords] };
}
