using Approvals.Core.Requests;

namespace Approvals.App.Ports;

/// <summary>Says "look again at this request". Carries nothing else, may be lost: the sweep heals it. Several threads may say so at once.</summary>
public interface IWake
{
    void Wake(RequestId id);

    /// <summary>The same, of a request that nobody can wait for yet: it was submitted just now.</summary>
    void WakeNew(RequestId id) => Wake(id);
}
