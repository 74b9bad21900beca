using System.Security.Cryptography;
using System.Text;
using Approvals.Core.Catalogue;
using Approvals.Core.Requests;

namespace Approvals.App;

/// <summary>Ids and fingerprints that follow from what the caller sent, so that sending it twice is the same command.</summary>
internal static class CommandKey
{
    /// <summary>The id of a command: drawn, or computed from the caller and their idempotency key.</summary>
    public static string CommandId(Caller caller, string? idempotencyKey) => RequestIdFor(caller, idempotencyKey).Value;

    public static RequestId RequestIdFor(Caller caller, string? idempotencyKey)
    {
        Span<byte> bytes = stackalloc byte[SHA256.HashSizeInBytes];
        if (idempotencyKey is null)
        {
            RandomNumberGenerator.Fill(bytes);
        }
        else
        {
            SHA256.HashData(Encoding.UTF8.GetBytes($"{caller.Mail}\n{idempotencyKey}"), bytes);
        }

        return RequestId.FromBytes(bytes[..16]);
    }

    public static string Fingerprint(SubmitForm form)
    {
        var text = new StringBuilder($"submit\n{form.Topic}\n{form.Beneficiary}\n");
        return Fingerprint(Append(text, form.Fields));
    }

    public static string Fingerprint(RequestId id, IEnumerable<KeyValuePair<string, FieldValue>> fields) => Fingerprint(Append(new StringBuilder($"resubmit\n{id}\n"), fields));

    // The text of a record names its type and every member, which is all that tells two commands apart.
    public static string Fingerprint(RequestId id, Command command) => Fingerprint(new StringBuilder($"{id}\n{command}"));

    private static StringBuilder Append(StringBuilder text, IEnumerable<KeyValuePair<string, FieldValue>> fields)
    {
        foreach (var (name, value) in fields)
        {
            text.Append(name.Length).Append(name).Append(value.GetType().Name).Append(value.Canonical.Length).Append(value.Canonical);
        }

        return text;
    }

    private static string Fingerprint(StringBuilder text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
}
