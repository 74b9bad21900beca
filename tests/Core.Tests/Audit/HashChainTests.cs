using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Approvals.Core.Audit;
using Approvals.Core.Requests;
using Core.Tests.Generators;
using CsCheck;
using Xunit;

namespace Core.Tests.Audit;

public sealed class HashChainTests
{
    private static readonly RequestId Id = RequestId.Parse("01arz3ndektsv4rrffq69g5fav");

    private static readonly Gen<ImmutableArray<ChainLink>> Streams = AnyEvent.OfAnyKind.Array[1, 6].Select(Chain);

    [Fact]
    public void The_first_hash_follows_from_the_request_and_the_next_from_the_one_before()
    {
        var genesis = SHA256.HashData(Encoding.UTF8.GetBytes("approvals:01arz3ndektsv4rrffq69g5fav"));

        Assert.Equal(genesis, HashChain.Genesis(Id));
        Assert.Equal(SHA256.HashData([.. genesis, 1, 2, 3]), HashChain.Next(genesis, [1, 2, 3]));
    }

    [Fact]
    public void A_stream_as_written_is_intact() =>
        Streams.Sample(stream =>
        {
            var check = HashChain.Verify(Id, stream);
            return check.Intact && check.Events == stream.Length && check.LastHash.Span.SequenceEqual(stream[^1].Hash.Span);
        });

    [Fact]
    public void No_events_are_intact_and_end_at_the_beginning()
    {
        var check = HashChain.Verify(Id, []);

        Assert.Equal((true, 0L), (check.Intact, check.Events));
        Assert.Equal(HashChain.Genesis(Id), check.LastHash.ToArray());
    }

    [Fact]
    public void A_flipped_bit_is_found_where_it_is() =>
        At(Streams).SelectMany(x => Gen.Select(Gen.Const(x), Gen.Int[0, x.Stream[x.At].Bytes.Length - 1], Gen.Int[0, 7])).Sample((x, place, bit) =>
        {
            var bytes = x.Stream[x.At].Bytes.ToArray();
            bytes[place] ^= (byte)(1 << bit);
            return Broken(x.Stream.SetItem(x.At, x.Stream[x.At] with { Bytes = bytes })) == x.At + 1;
        });

    [Fact]
    public void A_flipped_bit_of_a_hash_is_found_where_it_is() =>
        Gen.Select(At(Streams), Gen.Int[0, 31], Gen.Int[0, 7]).Sample((x, place, bit) =>
        {
            var hash = x.Stream[x.At].Hash.ToArray();
            hash[place] ^= (byte)(1 << bit);
            return Broken(x.Stream.SetItem(x.At, x.Stream[x.At] with { Hash = hash })) == x.At + 1;
        });

    [Fact]
    public void A_removed_event_is_found_unless_it_was_the_last() =>
        At(Streams).Where(x => x.At < x.Stream.Length - 1).Sample(x => Broken(x.Stream.RemoveAt(x.At)) == x.At + 1 && Broken(Renumbered(x.Stream.RemoveAt(x.At))) == x.At + 1);

    [Fact]
    public void An_event_said_twice_is_found() =>
        At(Streams).Sample(x => Broken(x.Stream.Insert(x.At, x.Stream[x.At])) is not null && Broken(Renumbered(x.Stream.Insert(x.At, x.Stream[x.At]))) == x.At + 2);

    [Fact]
    public void An_inserted_event_is_found() =>
        Gen.Select(At(Streams), AnyEvent.OfAnyKind).Sample((x, e) =>
        {
            var before = x.At == 0 ? HashChain.Genesis(Id) : x.Stream[x.At - 1].Hash.ToArray();
            var bytes = EventJson.Write(e, x.At + 1);
            var stream = Renumbered(x.Stream.Insert(x.At, new ChainLink(x.At + 1, bytes, HashChain.Next(before, bytes))));
            return Broken(stream) == x.At + 2;
        });

    [Fact]
    public void Two_events_swapped_are_found() =>
        Gen.Select(At(Streams), Gen.Int[0, 5]).Where((x, other) => other < x.Stream.Length && other != x.At).Sample((x, other) =>
            Broken(Renumbered(x.Stream.SetItem(x.At, x.Stream[other]).SetItem(other, x.Stream[x.At]))) == Math.Min(x.At, other) + 1);

    [Fact]
    public void A_stream_under_the_name_of_another_request_is_found() =>
        Gen.Select(Streams, AnyValue.RequestId).Where((_, id) => id != Id).Sample((stream, id) => HashChain.Verify(id, stream).FirstBroken == 1);

    private static long? Broken(ImmutableArray<ChainLink> stream) => HashChain.Verify(Id, stream).FirstBroken;

    private static Gen<(ImmutableArray<ChainLink> Stream, int At)> At(Gen<ImmutableArray<ChainLink>> streams) =>
        streams.SelectMany(stream => Gen.Int[0, stream.Length - 1].Select(at => (stream, at)));

    private static ImmutableArray<ChainLink> Renumbered(ImmutableArray<ChainLink> stream) => [.. stream.Select((link, index) => link with { Version = index + 1 })];

    private static ImmutableArray<ChainLink> Chain(RequestEvent[] events)
    {
        var links = ImmutableArray.CreateBuilder<ChainLink>(events.Length);
        var last = HashChain.Genesis(Id);
        foreach (var e in events)
        {
            var bytes = EventJson.Write(e, links.Count + 1);
            last = HashChain.Next(last, bytes);
            links.Add(new ChainLink(links.Count + 1, bytes, last));
        }

        return links.MoveToImmutable();
    }
}
