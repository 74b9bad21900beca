using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Approvals.Adapters.Yaml;

/// <summary>A piece of a catalogue file that knows where it stands. All scalars are texts: what they mean is up to whoever reads them.</summary>
internal abstract record Node(string File, int Line)
{
    internal sealed record Scalar(string File, int Line, string Text) : Node(File, Line);
    internal sealed record List(string File, int Line, ImmutableArray<Node> Items) : Node(File, Line);

    internal sealed record Map(string File, int Line, ImmutableArray<Entry> Entries) : Node(File, Line)
    {
        public Node? Find(string key) => Entries.FirstOrDefault(entry => entry.Key == key)?.Value;

        public Map Without(string key) => this with { Entries = Entries.RemoveAll(entry => entry.Key == key) };

        public Map With(string key, Node value) => With(new Entry(key, value.Line, value));

        /// <summary>In the place of the entry of the same key, or at the end.</summary>
        public Map With(Entry added) => Find(added.Key) is null
            ? this with { Entries = Entries.Add(added) }
            : this with { Entries = [.. Entries.Select(entry => entry.Key == added.Key ? added : entry)] };
    }

    internal sealed record Entry(string Key, int Line, Node Value);

    /// <summary>One text for one meaning: comments, quoting and layout do not matter.</summary>
    public string ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            Write(writer, this);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static Node FromJson(string file, string json)
    {
        using var document = JsonDocument.Parse(json);
        return Read(file, document.RootElement);
    }

    private static void Write(Utf8JsonWriter writer, Node node)
    {
        switch (node)
        {
            case Scalar scalar:
                writer.WriteStringValue(scalar.Text);
                break;
            case List list:
                writer.WriteStartArray();
                foreach (var item in list.Items)
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case Map map:
                writer.WriteStartObject();
                foreach (var entry in map.Entries)
                {
                    writer.WritePropertyName(entry.Key);
                    Write(writer, entry.Value);
                }

                writer.WriteEndObject();
                break;
            default: throw new System.Diagnostics.UnreachableException(node.GetType().Name);
        }
    }

    private static Node Read(string file, JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => new Map(file, 1, [.. json.EnumerateObject().Select(property => new Entry(property.Name, 1, Read(file, property.Value)))]),
        JsonValueKind.Array => new List(file, 1, [.. json.EnumerateArray().Select(item => Read(file, item))]),
        _ => new Scalar(file, 1, json.GetString() ?? ""),
    };
}
