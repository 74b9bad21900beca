using Approvals.App.Ports;
using Approvals.Core.Requests;

namespace Approvals.Bench;

/// <summary>Wakes nobody: no server runs on this data.</summary>
internal sealed class Asleep : IWake
{
    public void Wake(RequestId id)
    {
    }
}
