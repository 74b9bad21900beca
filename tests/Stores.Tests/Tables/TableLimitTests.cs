using Approvals.Adapters.Tables;
using Approvals.App.Ports;
using Azure.Data.Tables;
using Stores.Tests.Contract;
using Xunit;

namespace Stores.Tests.Tables;

/// <summary>What Azure refuses and the emulator takes, or takes and spoils.</summary>
public sealed class TableLimitTests
{
    public static TheoryData<object> Spoiled { get; } = [1.5m, 1.5, (ushort)1, (byte)1, DateTimeOffset.UnixEpoch, DateTime.UnixEpoch, Guid.Empty, 'c'];

    [Theory]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a#b")]
    [InlineData("a?b")]
    [InlineData("a\tb")]
    [InlineData("a\u007fb")]
    [InlineData("a\u0085b")]
    [InlineData("ü")]
    [InlineData("")]
    public void A_key_that_Azure_does_not_take_is_refused(string key)
    {
        Assert.Throws<ArgumentException>(() => TableLimits.Check(new TableEntity(key, "k")));
        Assert.Throws<ArgumentException>(() => TableLimits.Check(new TableEntity("p", key)));
    }

    [Fact]
    public void A_key_that_is_too_long_is_refused()
    {
        TableLimits.Check(new TableEntity("p", new string('k', 1024)));
        Assert.Throws<ArgumentException>(() => TableLimits.Check(new TableEntity("p", new string('k', 1025))));
    }

    [Theory]
    [MemberData(nameof(Spoiled))]
    public void A_value_that_does_not_come_back_as_it_was_is_refused(object value) =>
        Assert.Throws<ArgumentException>(() => TableLimits.Check(new TableEntity("p", "k") { ["Value"] = value }));

    [Fact]
    public void A_value_over_64_KiB_is_refused_as_text_and_as_bytes()
    {
        TableLimits.Check(new TableEntity("p", "k") { ["Text"] = new string('x', 32 * 1024), ["Bytes"] = new byte[64 * 1024] });
        Assert.Throws<ArgumentException>(() => TableLimits.Check(new TableEntity("p", "k") { ["Text"] = new string('x', (32 * 1024) + 1) }));
        Assert.Throws<ArgumentException>(() => TableLimits.Check(new TableEntity("p", "k") { ["Bytes"] = new byte[(64 * 1024) + 1] }));
    }

    [Fact]
    public void More_than_252_properties_are_refused()
    {
        var row = new TableEntity("p", "k");
        for (var i = 0; i < 252; i++)
        {
            row[$"P{i}"] = i;
        }

        TableLimits.Check(row);
        row["One"] = 1;
        Assert.Throws<ArgumentException>(() => TableLimits.Check(row));
    }

    [Fact]
    public void A_row_over_a_mebibyte_is_refused_and_bytes_that_need_one_are_not_split_into_it()
    {
        var row = new TableEntity("p", "k").With("Bytes", new byte[RowBytes.MaxBytes]);
        TableLimits.Check(row);
        row["More"] = new byte[64 * 1024];
        row["And"] = new byte[16 * 1024];
        Assert.Throws<ArgumentException>(() => TableLimits.Check(row));
        Assert.Throws<ArgumentException>(() => new TableEntity("p", "k").With("Bytes", new byte[RowBytes.MaxBytes + 1]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(64 * 1024)]
    [InlineData((64 * 1024) + 1)]
    [InlineData(900 * 1024)]
    public void Bytes_of_any_length_come_back(int length)
    {
        var bytes = new byte[length];
        Random.Shared.NextBytes(bytes);
        Assert.Equal(bytes, new TableEntity("p", "k").With("Bytes", bytes).Bytes("Bytes"));
    }

    [Fact]
    public void A_transaction_of_two_partitions_is_refused() =>
        Assert.Throws<ArgumentException>(() => TableLimits.Check([Add("p", "a"), Add("q", "b")]));

    [Fact]
    public void A_transaction_with_a_row_twice_is_refused() =>
        Assert.Throws<ArgumentException>(() => TableLimits.Check([Add("p", "a"), Add("p", "a")]));

    [Fact]
    public void A_transaction_of_more_than_a_hundred_rows_or_of_none_is_refused()
    {
        TableLimits.Check([.. Enumerable.Range(0, 100).Select(i => Add("p", $"{i}"))]);
        Assert.Throws<ArgumentException>(() => TableLimits.Check([.. Enumerable.Range(0, 101).Select(i => Add("p", $"{i}"))]));
        Assert.Throws<ArgumentException>(() => TableLimits.Check([]));
    }

    [Fact]
    public void A_transaction_over_four_mebibytes_is_refused_as_it_travels_in_base64()
    {
        TableLimits.Check([.. Enumerable.Range(0, 3).Select(i => Add("p", $"{i}", 900 * 1024))]);
        Assert.Throws<ArgumentException>(() => TableLimits.Check([.. Enumerable.Range(0, 4).Select(i => Add("p", $"{i}", 900 * 1024))]));
    }

    [Fact]
    public void What_the_ports_accept_as_an_append_fits_a_transaction()
    {
        var id = Given.Id(1);
        var append = Given.Append(id, 0) with { Events = [.. Enumerable.Range(1, 4).Select(v => Given.Event(v) with { Bytes = new byte[900 * 1024] })] };
        Assert.Throws<ArgumentException>(() => AppendLimits.Check(append));
        Assert.Throws<ArgumentException>(() => AppendLimits.Check(
            Given.Append(id, 0, "a") with { Index = [.. Enumerable.Range(0, 20).Select(i => new IndexChange("p", $"{i}", new byte[50 * 1024]))] }));
        Assert.Throws<ArgumentException>(() => AppendLimits.Check(Given.Append(id, 0, [.. Enumerable.Range(0, 99).Select(i => $"{i}")]) with { Index = [Given.Row("p", "k")] }));
    }

    [Fact]
    public void Escaped_keys_are_keys_and_no_two_are_one()
    {
        string[] texts = ["a%b", "a!b", "a!25b", "a'b", "a/b", "a\\b", "a#b", "a?b", "ab", "!!", new string('/', 600), new string('/', 601)];
        var keys = texts.Select(Keys.Escape).ToList();
        Assert.Equal(texts.Length, keys.Distinct().Count());
        Assert.All(keys, key => TableLimits.Check(new TableEntity(key, key)));
    }

    private static TableTransactionAction Add(string partition, string key, int bytes = 1) =>
        new(TableTransactionActionType.Add, new TableEntity(partition, key).With("Bytes", new byte[bytes]));
}
