using System.Text;
using Approvals.Core.Audit;
using Approvals.Core.Effects;
using Approvals.Core.Requests;
using Core.Tests.Generators;
using CsCheck;
using Xunit;

namespace Core.Tests.Audit;

public sealed class EventJsonTests
{
    [Fact]
    public void Every_case_of_the_family_has_one_name_in_the_table()
    {
        var cases = typeof(RequestEvent).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(RequestEvent)));

        Assert.Equal(cases.OrderBy(type => type.Name), EventTypes.All.Select(type => type.Case).OrderBy(type => type.Name));
        Assert.Equal(EventTypes.All.Length, EventTypes.All.Select(type => type.Name).Distinct().Count());
    }

    [Fact]
    public void There_is_a_generator_for_every_case() =>
        Assert.Equal(
            EventTypes.All.Select(type => type.Case.Name).Order(),
            AnyEvent.OfEachKind.Select(kind => kind.Single().GetType().Name).Order());

    [Fact]
    public void What_was_written_is_read_as_it_was() =>
        AnyEvent.OfAnyKind.Sample(e => Deep.Equal(e, EventJson.Read(EventJson.Write(e, 1))));

    [Fact]
    public void What_was_read_is_written_as_the_same_bytes() =>
        Gen.Select(AnyEvent.OfAnyKind, Gen.Long[1, long.MaxValue]).Sample((e, version) =>
        {
            var bytes = EventJson.Write(e, version);
            return bytes.AsSpan().SequenceEqual(EventJson.Write(EventJson.Read(bytes), version)) && !bytes.Contains((byte)'\n');
        });

    [Fact]
    public void The_header_says_what_the_event_says() =>
        Gen.Select(AnyEvent.OfAnyKind, Gen.Long[1, long.MaxValue]).Sample((e, version) =>
            EventJson.ReadHeader(EventJson.Write(e, version)) == new EventHeader(EventTypes.Of(e).FullName, version, e.At, e.By, e.CommandId));

    [Fact]
    public void Bytes_that_are_cut_are_never_an_event() =>
        AnyEvent.OfAnyKind.SelectMany(e => { var bytes = EventJson.Write(e, 1); return Gen.Int[0, bytes.Length - 1].Select(cut => bytes[..cut]); })
            .Sample(cut => Assert.Throws<CorruptStreamException>(() => EventJson.Read(cut)) is not null);

    [Fact]
    public void Bytes_with_one_changed_are_an_event_or_said_to_be_corrupt() =>
        AnyEvent.OfAnyKind.SelectMany(e => { var bytes = EventJson.Write(e, 1); return Gen.Select(Gen.Const(bytes), Gen.Int[0, bytes.Length - 1], Gen.Byte); })
            .Sample((bytes, at, with) =>
            {
                bytes[at] = with;
                try
                {
                    _ = EventJson.ReadHeader(bytes);
                    _ = EventJson.Read(bytes);
                }
                catch (CorruptStreamException)
                {
                }
            });

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"type":"nudged.v1"}""")]
    [InlineData("""{"type":null,"version":1,"at":"2026-01-01T00:00:00Z","by":"system","command":"c","data":{}}""")]
    [InlineData("""{"type":"nudged","version":1,"at":"2026-01-01T00:00:00Z","by":"system","command":"c","data":{}}""")]
    [InlineData("""{"type":"nudged.v1","version":1.5,"at":"2026-01-01T00:00:00Z","by":"system","command":"c","data":{}}""")]
    [InlineData("""{"type":"nudged.v1","version":1,"at":"yesterday","by":"system","command":"c","data":{}}""")]
    [InlineData("""{"type":"nudged.v1","version":1,"at":"2026-01-01T00:00:00Z","by":"nobody","command":"c","data":{}}""")]
    [InlineData("""{"type":"nudged.v1","version":1,"at":"2026-01-01T00:00:00Z","by":"system","command":"c","data":[]}""")]
    [InlineData("""{"type":"nudged.v1","version":1,"at":"2026-01-01T00:00:00Z","by":"system","command":"c","data":{},"more":1}""")]
    [InlineData("""{"type":"nudged.v1","version":1,"at":"2026-01-01T00:00:00Z","by":"system","command":"c","data":{}}{}""")]
    [InlineData("""{"type":"step-completed.v1","version":1,"at":"2026-01-01T00:00:00Z","by":"system","command":"c","data":{}}""")]
    [InlineData("""{"type":"step-completed.v1","version":1,"at":"2026-01-01T00:00:00Z","by":"system","command":"c","data":{"step":"1"}}""")]
    [InlineData("""{"type":"step-completed.v1","version":1,"at":"2026-01-01T00:00:00Z","by":"system","command":"c","data":{"step":1,"step":2}}""")]
    [InlineData("""{"type":"step-completed.v1","version":1,"at":"2026-01-01T00:00:00Z","by":"system","command":"c","data":{"step":99999999999}}""")]
    public void What_is_not_an_event_is_said_to_be_corrupt(string json) =>
        Assert.Throws<CorruptStreamException>(() => EventJson.Read(Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData("paused.v1")]
    [InlineData("nudged.v2")]
    [InlineData("nudged.v0")]
    public void An_unknown_type_or_version_is_named_with_its_place(string type)
    {
        var corrupt = Assert.Throws<CorruptStreamException>(() =>
            EventJson.Read(Encoding.UTF8.GetBytes($$$"""{"type":"{{{type}}}","version":7,"at":"2026-01-01T00:00:00Z","by":"system","command":"c","data":{}}""")));

        Assert.Equal((type, 7), (corrupt.Type, corrupt.Version));
        Assert.Contains($"The event '{type}' at version 7", corrupt.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lists_that_are_absent_are_empty_and_flags_mean_what_they_meant()
    {
        const string Old = """
            {"type":"resubmitted.v1","version":2,"at":"2026-01-01T00:00:00Z","by":"ann@example.com","command":"c",
             "data":{"round":2,"title":"t","policy":{},"content":{"fields":{}}}}
            """;

        var read = Assert.IsType<RequestEvent.Resubmitted>(EventJson.Read(Encoding.UTF8.GetBytes(Old)));

        Assert.True(Deep.Equal(new Policy(), read.Policy));
        Assert.Empty(read.Content.Shown);
        Assert.Empty(read.Chain);
    }

    [Fact]
    public void Lists_that_were_never_set_are_written_as_empty()
    {
        var e = new RequestEvent.StepOpened(1, 1, default) { At = default, By = Actor.System, CommandId = "c" };

        Assert.Empty(Assert.IsType<RequestEvent.StepOpened>(EventJson.Read(EventJson.Write(e, 1))).Assignments);
    }

    [Fact]
    public void Times_are_written_in_utc_whatever_their_zone()
    {
        var e = new RequestEvent.Nudged { At = new(2026, 11, 24, 9, 0, 0, TimeSpan.FromHours(1)), By = Actor.System, CommandId = "c" };

        Assert.Equal(
            """{"type":"nudged.v1","version":3,"at":"2026-11-24T08:00:00.0000000Z","by":"system","command":"c","data":{}}""",
            Encoding.UTF8.GetString(EventJson.Write(e, 3)));
    }

    [Fact]
    public void Old_data_is_lifted_version_by_version()
    {
        var upcasters = new Upcasters(new Dictionary<(string, int), Func<System.Text.Json.Nodes.JsonObject, System.Text.Json.Nodes.JsonObject>>
        {
            [("commented", -1)] = data => new() { ["words"] = data["word"]!.DeepClone() },
            [("commented", 0)] = data => new() { ["text"] = $"{data["words"]}!" },
        });

        var read = EventJson.Read("""{"type":"commented.v0","version":1,"at":"2026-01-01T00:00:00Z","by":"system","command":"c","data":{"words":"old"}}"""u8, upcasters);

        Assert.Equal("old!", Assert.IsType<RequestEvent.Commented>(read).Text);
        Assert.Equal("old!", upcasters.Lift("commented", -1, 1, new() { ["word"] = "old" })!["text"]!.ToString());
        Assert.Null(upcasters.Lift("commented", -2, 1, []));
    }

    [Fact]
    public void Every_effect_is_read_as_it_was_written()
    {
        AnyValue.Effect.Sample(effect => Deep.Equal(effect, EffectJson.Read(EffectJson.Write(effect))));
        Assert.Equal(typeof(Effect).GetNestedTypes().Length, AnyValue.Effect.Array[200].Single().Select(effect => effect.GetType()).Distinct().Count());
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"type":"send-fax.v1"}""")]
    [InlineData("""{"type":"open-ticket.v1","system":"desk"}""")]
    [InlineData("""{"type":"send-mail.v1","kind":"love-letter","to":"ann@example.com"}""")]
    public void What_is_not_an_effect_is_said_to_be_corrupt(string json) =>
        Assert.Throws<CorruptStreamException>(() => EffectJson.Read(Encoding.UTF8.GetBytes(json)));
}
