using Approvals.App.Ports;

namespace Stores.Tests.Contract;

/// <summary>The ports of one empty store.</summary>
internal sealed record Ports(
    IRequestStore Requests, IIndexStore Index, IDelegationStore Delegations, ITopicArchive Topics, ISecretStore Secrets, IAuditSource Audit, IClaimStore Claims);
