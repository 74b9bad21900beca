using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Approvals.App.Ports;
using Approvals.Core.Requests;

namespace Approvals.App.Mail;

/// <summary>Which question a link or a reply address is about. It locates; it authorises nobody.</summary>
/// <param name="Assignee">A short keyed hash of the person asked: see <see cref="DecisionTokens.IsFor"/>.</param>
public sealed record DecisionToken(RequestId Request, int Round, int Step, string Assignee);

/// <summary>
/// Writes and reads the token of decision links and reply addresses: request id (26), round (3), step (2), assignee (4) and a MAC of 80 bits (16),
/// all lower-case base32. With <c>approvals+</c> before it, it fits the 64 characters of a local part.
/// </summary>
public sealed class DecisionTokens
{
    public const int Length = MacAt + MacDigits;
    private const int KeyBytes = 32;
    private const int RoundAt = RequestId.Length, StepAt = RoundAt + RoundDigits, AssigneeAt = StepAt + StepDigits, MacAt = AssigneeAt + AssigneeDigits;
    private const int RoundDigits = 3, StepDigits = 2, AssigneeDigits = 4, MacDigits = 16;
    private const string KeyName = "decision-token.v1";
    private readonly byte[] key;

    public DecisionTokens(ReadOnlySpan<byte> key)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, KeyBytes);
        this.key = key.ToArray();
    }

    /// <summary>The installation's key, drawn the first time that it is asked for.</summary>
    public static async Task<DecisionTokens> LoadAsync(ISecretStore store, CancellationToken ct)
    {
        var kept = await store.GetOrAddAsync(SecretAreas.Mail, KeyName, RandomNumberGenerator.GetBytes(KeyBytes), ct);
        return new DecisionTokens(kept.Span);
    }

    public string Write(RequestId request, int round, int step, EmailAddress assignee)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)round, 1u << (5 * RoundDigits), nameof(round));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)step, 1u << (5 * StepDigits), nameof(step));
        var signed = $"{request}{Base32.Write(round, RoundDigits)}{Base32.Write(step, StepDigits)}{Tag(assignee)}";
        return signed + Mac(signed);
    }

    public bool TryRead([NotNullWhen(true)] string? text, [NotNullWhen(true)] out DecisionToken? token)
    {
        token = null;
        if (text is not { Length: Length })
        {
            return false;
        }

        // Some mail systems fold the case of local parts.
        var folded = text.ToLowerInvariant();
        if (!SameText(folded.AsSpan(MacAt), Mac(folded[..MacAt]))
            || !RequestId.TryParse(folded[..RoundAt], out var request)
            || !Base32.TryRead(folded.AsSpan(RoundAt, RoundDigits), out var round)
            || !Base32.TryRead(folded.AsSpan(StepAt, StepDigits), out var step))
        {
            return false;
        }

        token = new DecisionToken(request, round, step, folded[AssigneeAt..MacAt]);
        return true;
    }

    /// <summary>Whether the token was written for this person.</summary>
    public bool IsFor(DecisionToken token, EmailAddress person) => SameText(token.Assignee, Tag(person));

    private string Tag(EmailAddress assignee) => Base32.Write(Hash("assignee:" + assignee), AssigneeDigits);

    private string Mac(string signed) => Base32.Write(Hash("token:" + signed), MacDigits);

    private byte[] Hash(string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    private static bool SameText(ReadOnlySpan<char> left, ReadOnlySpan<char> right) =>
        CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes(left), MemoryMarshal.AsBytes(right));
}
