using Approvals.Core.Requests;

namespace Approvals.App.Ports;

/// <summary>Says "look again at this request". Carries nothing else, may be lost: the sweep heals it.</summary>
public interface IWake
{
    void Wake(RequestId id);
}
