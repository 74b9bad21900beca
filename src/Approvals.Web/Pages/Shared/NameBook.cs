using System.Collections.Immutable;
using Approvals.App.Ports;
using Approvals.Core.Requests;

namespace Approvals.Web.Pages.Shared;

/// <summary>The names of the people on a page. Somebody whom the directory does not know is shown by address.</summary>
public sealed class NameBook(ImmutableDictionary<EmailAddress, string> names)
{
    public static NameBook Empty { get; } = new(ImmutableDictionary<EmailAddress, string>.Empty);

    public string Of(EmailAddress mail) => names.GetValueOrDefault(mail) ?? mail.Value;

    public string Of(Actor actor) => actor.Person is { } person ? Of(person) : "Approvals";

    /// <summary>Whether the book has a name that differs from the address.</summary>
    public bool Knows(EmailAddress mail) => names.ContainsKey(mail);

    internal static async Task<NameBook> OfAsync(IDirectory directory, IEnumerable<EmailAddress> people, CancellationToken ct)
    {
        var names = ImmutableDictionary.CreateBuilder<EmailAddress, string>();
        foreach (var mail in people.Distinct())
        {
            if (await directory.FindAsync(mail, ct) is { } person)
            {
                names[mail] = person.Name;
            }
        }

        return new NameBook(names.ToImmutable());
    }
}
