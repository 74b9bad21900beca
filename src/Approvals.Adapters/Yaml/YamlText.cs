using System.Collections.Immutable;
using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using Event = YamlDotNet.Core.Events.ParsingEvent;

namespace Approvals.Adapters.Yaml;

/// <summary>Reads one YAML file into nodes: the plain part of YAML, without anchors, aliases, tags and further documents.</summary>
internal sealed class YamlText
{
    public const int MaxBytes = 1024 * 1024;
    private const int MaxDepth = 24;
    private readonly string file;
    private readonly Problems problems;
    private readonly Parser parser;

    private YamlText(string file, string text, Problems problems)
    {
        this.file = file;
        this.problems = problems;
        parser = new Parser(new StringReader(text));
    }

    /// <summary>The file's map; null when the file has an error that keeps it from being read.</summary>
    public static Node.Map? Read(string file, ReadOnlySpan<byte> bytes, Problems problems)
    {
        if (bytes.Length > MaxBytes)
        {
            problems.Add(file, 1, $"The file has {bytes.Length:N0} bytes; at most {MaxBytes:N0} are read. Split it.");
            return null;
        }

        if (Decode(file, bytes, problems) is not { } text)
        {
            return null;
        }

        try
        {
            return new YamlText(file, text, problems).Document();
        }
        catch (InvalidOperationException)
        {
            // The parser has come to the end and is asked for more.
            problems.Add(file, Math.Max(1, text.AsSpan().TrimEnd().Count('\n') + 1), "This is not valid YAML: the file ends in the middle of something. Close every {, every [ and every quote.");
            return null;
        }
        catch (YamlException wrong)
        {
            var line = (int)Math.Max(1, wrong.Start.Line);
            problems.Add(file, line, $"This is not valid YAML: {(wrong.InnerException?.Message ?? wrong.Message).TrimEnd('.')}.{YamlAdvice.For(text, line)}");
            return null;
        }
    }

    private static string? Decode(string file, ReadOnlySpan<byte> bytes, Problems problems)
    {
        if (bytes.StartsWith(Encoding.UTF8.Preamble))
        {
            bytes = bytes[Encoding.UTF8.Preamble.Length..];
        }

        var valid = 0;
        var rest = bytes;
        while (!rest.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(rest, out _, out var used) != System.Buffers.OperationStatus.Done)
            {
                problems.Add(file, bytes[..valid].Count((byte)'\n') + 1, "The file is not UTF-8. Save it as UTF-8.");
                return null;
            }

            valid += used;
            rest = rest[used..];
        }

        var tab = bytes.IndexOf((byte)'\t');
        if (tab >= 0)
        {
            problems.Add(file, bytes[..tab].Count((byte)'\n') + 1, "The line has a tab. Use spaces.");
            return null;
        }

        return Encoding.UTF8.GetString(bytes).ReplaceLineEndings("\n");
    }

    private Node.Map? Document()
    {
        Next<StreamStart>();
        if (parser.MoveNext() && parser.Current is StreamEnd)
        {
            problems.Add(file, 1, "The file is empty. Fill it or remove it.");
            return null;
        }

        parser.MoveNext();
        var root = Read(depth: 0);
        parser.MoveNext();
        if (parser.MoveNext() && parser.Current is DocumentStart second)
        {
            problems.Add(file, Line(second), "A second document starts here. Put it into a file of its own.");
        }

        if (root is Node.Map map)
        {
            return map;
        }

        problems.Add(root, "The file must hold keys with values, like 'title: ...'.");
        return null;
    }

    // On entry the current event opens a node; on return it is the node's last.
    private Node Read(int depth)
    {
        var start = parser.Current!;
        if (depth > MaxDepth)
        {
            throw new YamlException(start.Start, start.End, $"it is nested more than {MaxDepth} levels deep");
        }

        if (start is NodeEvent { Anchor.IsEmpty: false } or AnchorAlias)
        {
            problems.Add(file, Line(start), "Anchors (&) and aliases (*) are not read. Write the text out, or put it in quotes.");
        }
        else if (start is NodeEvent { Tag.IsEmpty: false } tagged and not Scalar { Tag.Value: "!" })
        {
            problems.Add(file, Line(start), $"Tags ({tagged.Tag}) are not read. Remove it.");
        }

        return start switch
        {
            Scalar scalar => new Node.Scalar(file, Line(start), scalar.Value.Trim('\n')),
            SequenceStart => List(Line(start), depth),
            MappingStart => Map(Line(start), depth),
            _ => new Node.Scalar(file, Line(start), ""),
        };
    }

    private Node.List List(int line, int depth)
    {
        var items = ImmutableArray.CreateBuilder<Node>();
        while (parser.MoveNext() && parser.Current is not SequenceEnd)
        {
            items.Add(Read(depth + 1));
        }

        return new Node.List(file, line, items.ToImmutable());
    }

    private Node.Map Map(int line, int depth)
    {
        var entries = ImmutableArray.CreateBuilder<Node.Entry>();
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        while (parser.MoveNext() && parser.Current is not MappingEnd)
        {
            var at = Line(parser.Current!);
            var key = Read(depth + 1) as Node.Scalar;
            parser.MoveNext();
            var value = Read(depth + 1);
            if (key is null)
            {
                problems.Add(file, at, "A key must be a text. A text that starts with { or [ needs quotes.");
            }
            else if (!lines.TryAdd(key.Text, at))
            {
                problems.Add(file, at, $"'{key.Text}' is here twice: first on line {lines[key.Text]}. Keep one.");
            }
            else
            {
                entries.Add(new Node.Entry(key.Text, at, value));
            }
        }

        return new Node.Map(file, line, entries.ToImmutable());
    }

    private void Next<T>() where T : Event
    {
        if (!parser.MoveNext() || parser.Current is not T)
        {
            throw new YamlException("the file does not start as YAML does");
        }
    }

    private static int Line(Event at) => (int)at.Start.Line;
}
