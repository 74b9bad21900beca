using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Approvals.App.Ports;
using Approvals.Core.Audit;
using Approvals.Core.Requests;

namespace Approvals.App.Audit;

/// <summary>
/// One event of an export: <c>{"request":"…","version":1,"hash":"…","event":{…}}</c>. The spelling is fixed, so that the bytes of the event, which are what
/// was hashed, go in and come out as they are.
/// </summary>
internal readonly ref struct AuditLine
{
    private static ReadOnlySpan<byte> Start => "{\"request\":\""u8;
    private static ReadOnlySpan<byte> BeforeVersion => "\",\"version\":"u8;
    private static ReadOnlySpan<byte> BeforeHash => ",\"hash\":\""u8;
    private static ReadOnlySpan<byte> BeforeEvent => "\",\"event\":"u8;

    private AuditLine(RequestId request, long version, byte[] hash, ReadOnlySpan<byte> e)
    {
        Request = request;
        Version = version;
        Hash = hash;
        Event = e;
    }

    public RequestId Request { get; }
    public long Version { get; }
    public byte[] Hash { get; }
    public ReadOnlySpan<byte> Event { get; }

    public static void Write(IBufferWriter<byte> line, RequestId request, StoredEvent e)
    {
        Span<byte> hash = stackalloc byte[HashChain.HashLength * 2];
        Span<byte> version = stackalloc byte[20];
        _ = Convert.TryToHexStringLower(e.Hash.Span, hash, out var hashLength);
        _ = Utf8Formatter.TryFormat(e.Version, version, out var versionLength);
        line.Write(Start);
        Encoding.ASCII.GetBytes(request.Value, line);
        line.Write(BeforeVersion);
        line.Write(version[..versionLength]);
        line.Write(BeforeHash);
        line.Write(hash[..hashLength]);
        line.Write(BeforeEvent);
        line.Write(e.Bytes.Span);
        line.Write("}\n"u8);
    }

    public static bool TryParse(ReadOnlySpan<byte> line, out AuditLine parsed)
    {
        parsed = default;
        if (!Skip(ref line, Start) || line.Length < RequestId.Length
            || !RequestId.TryParse(Encoding.ASCII.GetString(line[..RequestId.Length]), out var request))
        {
            return false;
        }

        line = line[RequestId.Length..];
        if (!Skip(ref line, BeforeVersion) || !Utf8Parser.TryParse(line, out long version, out var digits) || version < 1)
        {
            return false;
        }

        line = line[digits..];
        var hash = new byte[HashChain.HashLength];
        if (!Skip(ref line, BeforeHash) || line.Length < hash.Length * 2
            || Convert.FromHexString(line[..(hash.Length * 2)], hash, out _, out _) != OperationStatus.Done)
        {
            return false;
        }

        line = line[(hash.Length * 2)..];
        if (!Skip(ref line, BeforeEvent) || line is not [(byte)'{', .., (byte)'}', (byte)'}'])
        {
            return false;
        }

        parsed = new AuditLine(request, version, hash, line[..^1]);
        return true;
    }

    private static bool Skip(ref ReadOnlySpan<byte> line, ReadOnlySpan<byte> expected)
    {
        var found = line.StartsWith(expected);
        line = found ? line[expected.Length..] : line;
        return found;
    }
}
