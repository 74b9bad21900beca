using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json;
using Approvals.App.Ports;
using Approvals.Core.Catalogue;
using Approvals.Core.Requests;

namespace Approvals.App.Attachments;

/// <summary>
/// The id that an upload is answered with: what the file is, who has sent it and when, signed. It counts for that person for <see cref="Lifetime"/>, which is shorter than a file waits; so nobody
/// claims a file by knowing its hash, and nothing has to be stored about it.
/// </summary>
public sealed class FileReceipts
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(20);
    private const int KeyBytes = 32, MacBytes = 16, LongestText = 2000;
    private const string KeyName = "file-receipt.v1";
    private readonly byte[] key;

    public FileReceipts(ReadOnlySpan<byte> key)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, KeyBytes);
        this.key = key.ToArray();
    }

    /// <summary>The installation's key, drawn the first time that it is asked for.</summary>
    public static async Task<FileReceipts> LoadAsync(ISecretStore store, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(store);
        var kept = await store.GetOrAddAsync(SecretAreas.Mail, KeyName, RandomNumberGenerator.GetBytes(KeyBytes), ct);
        return new FileReceipts(kept.Span);
    }

    public string Write(FileRef file, EmailAddress by, DateTimeOffset atUtc)
    {
        ArgumentNullException.ThrowIfNull(file);
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartArray();
            json.WriteStringValue(file.Sha256);
            json.WriteStringValue(file.Name);
            json.WriteNumberValue(file.Size);
            json.WriteStringValue(file.Type);
            json.WriteStringValue(by.Value);
            json.WriteNumberValue(atUtc.ToUnixTimeSeconds());
            json.WriteEndArray();
        }

        var body = bytes.ToArray();
        return Base64Url.EncodeToString([.. Mac(body), .. body]);
    }

    /// <summary>False: it was not written here, or for somebody else, or too long ago.</summary>
    public bool TryRead(string text, EmailAddress by, DateTimeOffset nowUtc, [NotNullWhen(true)] out FileRef? file)
    {
        ArgumentNullException.ThrowIfNull(text);
        file = null;
        if (text.Length is 0 or > LongestText || !Base64Url.IsValid(text))
        {
            return false;
        }

        var bytes = Base64Url.DecodeFromChars(text);
        if (bytes.Length <= MacBytes || !CryptographicOperations.FixedTimeEquals(bytes.AsSpan(0, MacBytes), Mac(bytes.AsSpan(MacBytes))))
        {
            return false;
        }

        using var json = JsonDocument.Parse(bytes.AsMemory(MacBytes));
        var parts = json.RootElement;
        var age = nowUtc - DateTimeOffset.FromUnixTimeSeconds(parts[5].GetInt64());
        if (parts[4].GetString() != by.Value || age > Lifetime)
        {
            return false;
        }

        file = new FileRef(parts[0].GetString()!, parts[1].GetString()!, parts[2].GetInt64(), parts[3].GetString()!);
        return true;
    }

    private byte[] Mac(ReadOnlySpan<byte> body)
    {
        byte[] signed = [.. "file:"u8, .. body];
        return HMACSHA256.HashData(key, signed)[..MacBytes];
    }
}
