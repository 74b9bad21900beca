using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Approvals.Core.Effects;
using Approvals.Core.Requests;

namespace Approvals.Core.Audit;

/// <summary>Reads fields of an object by name. A list that is absent is empty; anything else that is absent must be asked for with <c>OrNull</c> or a default.</summary>
internal readonly struct JsonIn(JsonElement json)
{
    public JsonElement Json => json;

    public string Text(ReadOnlySpan<byte> name) => TextOrNull(name) ?? throw Missing(name);

    public string? TextOrNull(ReadOnlySpan<byte> name) => Find(name)?.GetString();

    public int Int(ReadOnlySpan<byte> name) => IntOrNull(name) ?? throw Missing(name);

    public int? IntOrNull(ReadOnlySpan<byte> name) => Find(name)?.GetInt32();

    public long Long(ReadOnlySpan<byte> name) => LongOrNull(name) ?? throw Missing(name);

    public long? LongOrNull(ReadOnlySpan<byte> name) => Find(name)?.GetInt64();

    public bool Flag(ReadOnlySpan<byte> name, bool absent) => Find(name)?.GetBoolean() ?? absent;

    public T Enum<T>(ReadOnlySpan<byte> name)
        where T : struct, Enum => EnumNames<T>.Parse(Find(name) ?? throw Missing(name));

    public T EnumOr<T>(ReadOnlySpan<byte> name, T absent)
        where T : struct, Enum => Find(name) is { } json ? EnumNames<T>.Parse(json) : absent;

    public EmailAddress Mail(ReadOnlySpan<byte> name) => MailOrNull(name) ?? throw Missing(name);

    public EmailAddress? MailOrNull(ReadOnlySpan<byte> name) => TextOrNull(name) is { } text ? EmailAddress.Parse(text) : null;

    public RequestId RequestId(ReadOnlySpan<byte> name) => Requests.RequestId.Parse(Text(name));

    public EffectId EffectId(ReadOnlySpan<byte> name) =>
        Effects.EffectId.TryParse(Text(name), out var id) ? id : throw new JsonException($"{Spell(name)} is not an effect id.");

    public DateTimeOffset Time(ReadOnlySpan<byte> name) => TimeOrNull(name) ?? throw Missing(name);

    public DateTimeOffset? TimeOrNull(ReadOnlySpan<byte> name) => Find(name)?.GetDateTimeOffset();

    public TimeSpan Duration(ReadOnlySpan<byte> name) => DurationOrNull(name) ?? throw Missing(name);

    public TimeSpan? DurationOrNull(ReadOnlySpan<byte> name) =>
        TextOrNull(name) is { } text ? TimeSpan.ParseExact(text, "c", CultureInfo.InvariantCulture) : null;

    public T Object<T>(ReadOnlySpan<byte> name, Func<JsonIn, T> read) => read(new JsonIn(Find(name) ?? throw Missing(name)));

    public ImmutableArray<string> Texts(ReadOnlySpan<byte> name) =>
        Items(name, static item => item.GetString() ?? throw new JsonException("A list of texts holds null."));

    public ImmutableArray<EmailAddress> Mails(ReadOnlySpan<byte> name) =>
        Items(name, static item => EmailAddress.Parse(item.GetString() ?? throw new JsonException("A list of people holds null.")));

    public ImmutableArray<int> Ints(ReadOnlySpan<byte> name) => Items(name, static item => item.GetInt32());

    public ImmutableArray<T> List<T>(ReadOnlySpan<byte> name, Func<JsonIn, T> read)
    {
        if (Find(name) is not { } list)
        {
            return [];
        }

        var items = ImmutableArray.CreateBuilder<T>(list.GetArrayLength());
        foreach (var item in list.EnumerateArray())
        {
            items.Add(read(new JsonIn(item)));
        }

        return items.MoveToImmutable();
    }

    private ImmutableArray<T> Items<T>(ReadOnlySpan<byte> name, Func<JsonElement, T> read) => List(name, item => read(item.Json));

    private JsonElement? Find(ReadOnlySpan<byte> name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static JsonException Missing(ReadOnlySpan<byte> name) => new($"{Spell(name)} is missing.");

    private static string Spell(ReadOnlySpan<byte> name) => $"'{Encoding.UTF8.GetString(name)}'";
}
