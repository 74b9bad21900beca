using System.Text;
using System.Xml.Linq;
using Approvals.App.Ports;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Approvals.Web.Hosting;

/// <summary>Keeps the keys that sessions and form tokens are sealed with in the store: they outlive a restart, and every server on one store has the same.</summary>
internal sealed class KeyRing(ISecretStore secrets) : IXmlRepository
{
    // The interface is synchronous. It is called at start and once in weeks.
    public IReadOnlyCollection<XElement> GetAllElements() =>
        [.. secrets.ListAsync(SecretAreas.Sessions, CancellationToken.None).GetAwaiter().GetResult().Select(secret => XElement.Parse(Encoding.UTF8.GetString(secret.Value.Span)))];

    public void StoreElement(XElement element, string friendlyName) =>
        secrets.GetOrAddAsync(SecretAreas.Sessions, friendlyName, Encoding.UTF8.GetBytes(element.ToString(SaveOptions.DisableFormatting)), CancellationToken.None).GetAwaiter().GetResult();
}
