using Fairlead.Core.Observations;

namespace Fairlead.Connectors.WindowsDhcp;

internal sealed record WindowsDhcpExport(IReadOnlyList<ServedSubnet> Subnets, IReadOnlyList<Lease> Leases, bool HasLeases, IReadOnlyList<ObservationNote> Notes);
