using System.Text.Json;
using System.Text.Json.Serialization;

namespace Approvals.Core.Requests;

/// <summary>Who did something: a person with a validated identity, or the product itself.</summary>
[JsonConverter(typeof(ActorJson))]
public readonly record struct Actor
{
    private readonly EmailAddress? person;

    private Actor(EmailAddress person) => this.person = person;

    public static Actor System => default;

    public EmailAddress? Person => person;

    public bool IsSystem => person is null;

    public static Actor Of(EmailAddress person) => new(person);

    public bool Is(EmailAddress other) => person == other;

    public override string ToString() => person?.Value ?? "system";
}

public sealed class ActorJson : JsonConverter<Actor>
{
    public override Actor Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() is not { } text || text == "system"
            ? Actor.System
            : Actor.Of(EmailAddress.TryParse(text, out var person) ? person : throw new JsonException("Not an actor."));

    public override void Write(Utf8JsonWriter writer, Actor value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
