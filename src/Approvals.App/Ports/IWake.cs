using Approvals.Core.Requests;

namespace Approvals.App.Ports;

/// <summary>Says "look again at this request". Carries nothing else, may be lost: the sweep heals it.</summary>
public interface IWake
{
    void Wake(RequestId id);

    /// <summary>The same, of a request that nobody can wait for yet: it was submitted just now.</summary>
    void Begin(RequestId id) => Wake(id);
}
