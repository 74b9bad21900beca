using Approvals.Adapters.Memory;
using Stores.Tests.Contract;

namespace Stores.Tests.Memory;

public sealed class MemoryStoreTests : StoreContract
{
    public MemoryStoreTests()
    {
        var store = new MemoryStore();
        Store = new Ports(store, store, new MemoryDelegations(), new MemoryTopicArchive(), new MemorySecrets(), store, new MemoryClaims());
    }

    private protected override Ports Store { get; }
}
