using System.Collections.Immutable;
using System.Text.Json;
using Approvals.Adapters.Yaml;
using Approvals.Core.Requests;

namespace Approvals.Adapters.Graph.People;

/// <summary>What Graph says of one user.</summary>
/// <param name="Mail">The one address that the desk knows them by: that of their mailbox, else the name they sign in with.</param>
/// <param name="Aliases">Further addresses of the same mailbox; none of a guest, whose mailbox is elsewhere.</param>
/// <param name="SignInName">May look like an address of somebody else's mailbox.</param>
/// <param name="Manager">Null: none, or one without an address.</param>
/// <param name="Groups">Those of the catalogue's roles that they are in, directly or through other groups.</param>
internal sealed record GraphPerson(
    string Id, EmailAddress Mail, ImmutableArray<EmailAddress> Aliases, EmailAddress? SignInName, string Name, string? Title, bool IsEnabled, bool IsGuest, EmailAddress? Manager, ImmutableHashSet<string> Groups, Mailbox Mailbox,
    IReadOnlyDictionary<string, string> Attributes)
{
    public const string Fields = "id,displayName,mail,userPrincipalName,proxyAddresses,jobTitle,accountEnabled,userType,country,usageLocation,state,city,officeLocation,department,companyName,onPremisesExtensionAttributes";

    /// <summary>All that people.yaml may name them by.</summary>
    public IEnumerable<EmailAddress> Addresses => [Mail, .. Aliases, .. SignInName is { } name ? [name] : Array.Empty<EmailAddress>()];

    /// <summary>Null for somebody without an address.</summary>
    public static GraphPerson? Read(JsonElement user)
    {
        if (Address(user) is not { } mail || user.Text("id") is not { } id)
        {
            return null;
        }

        var isGuest = string.Equals(user.Text("userType"), "Guest", StringComparison.OrdinalIgnoreCase);
        return new GraphPerson(
            id, mail, isGuest ? [] : ReadAliases(user, mail), EmailAddress.TryParse(user.Text("userPrincipalName"), out var name) ? name : null, user.Text("displayName") ?? mail.Value,
            user.Text("jobTitle"), user.Member("accountEnabled").ValueKind != JsonValueKind.False, isGuest, null, [], Mailbox.Unknown, ReadAttributes(user));
    }

    public static EmailAddress? Address(JsonElement user) =>
        EmailAddress.TryParse(user.Text("mail"), out var mail) || EmailAddress.TryParse(user.Text("userPrincipalName"), out mail) ? mail : null;

    // "SMTP:" the main one, "smtp:" others; there are also "sip:", "x500:" and more.
    private static ImmutableArray<EmailAddress> ReadAliases(JsonElement user, EmailAddress mail) =>
    [
        .. user.Items("proxyAddresses").Where(address => address.ValueKind == JsonValueKind.String).Select(address => address.GetString()!)
            .Where(address => address.StartsWith("smtp:", StringComparison.OrdinalIgnoreCase))
            .Select(address => EmailAddress.TryParse(address["smtp:".Length..], out var alias) ? alias : mail).Where(alias => alias != mail).Distinct(),
    ];

    private static Dictionary<string, string> ReadAttributes(JsonElement user)
    {
        var extensions = user.Member("onPremisesExtensionAttributes");
        return FromGraphReader.Attributes
            .Select(name => (Name: name, Value: user.Text(name) ?? extensions.Text(name)))
            .Where(attribute => attribute.Value is not null)
            .ToDictionary(attribute => attribute.Name, attribute => attribute.Value!);
    }
}
