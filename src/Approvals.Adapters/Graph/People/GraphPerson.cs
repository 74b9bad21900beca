using System.Collections.Immutable;
using System.Text.Json;
using Approvals.Adapters.Yaml;
using Approvals.Core.Requests;

namespace Approvals.Adapters.Graph.People;

/// <summary>What Graph says of one user.</summary>
/// <param name="Mail">The one address that the desk knows them by: that of their mailbox, else the name they sign in with.</param>
/// <param name="Manager">Null: none, or one without an address.</param>
/// <param name="Groups">Those of the catalogue's roles that they are in, directly or through other groups.</param>
internal sealed record GraphPerson(
    string Id, EmailAddress Mail, string Name, string? Title, bool IsEnabled, bool IsGuest, EmailAddress? Manager, ImmutableHashSet<string> Groups, Mailbox Mailbox,
    IReadOnlyDictionary<string, string> Attributes)
{
    public const string Fields = "id,displayName,mail,userPrincipalName,jobTitle,accountEnabled,userType,country,usageLocation,state,city,officeLocation,department,companyName,onPremisesExtensionAttributes";

    /// <summary>Null for somebody without an address.</summary>
    public static GraphPerson? Read(JsonElement user) => Address(user) is not { } mail || user.Text("id") is not { } id ? null : new GraphPerson(
        id, mail, user.Text("displayName") ?? mail.Value, user.Text("jobTitle"),
        user.Member("accountEnabled").ValueKind != JsonValueKind.False,
        string.Equals(user.Text("userType"), "Guest", StringComparison.OrdinalIgnoreCase),
        null, [], Mailbox.Unknown, ReadAttributes(user));

    public static EmailAddress? Address(JsonElement user) =>
        EmailAddress.TryParse(user.Text("mail"), out var mail) || EmailAddress.TryParse(user.Text("userPrincipalName"), out mail) ? mail : null;

    private static Dictionary<string, string> ReadAttributes(JsonElement user)
    {
        var extensions = user.Member("onPremisesExtensionAttributes");
        return FromGraphReader.Attributes
            .Select(name => (Name: name, Value: user.Text(name) ?? extensions.Text(name)))
            .Where(attribute => attribute.Value is not null)
            .ToDictionary(attribute => attribute.Name, attribute => attribute.Value!);
    }
}
