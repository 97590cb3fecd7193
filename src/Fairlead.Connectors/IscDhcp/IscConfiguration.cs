using Fairlead.Core.Observations;

namespace Fairlead.Connectors.IscDhcp;

/// <param name="LeaseFile">What <c>lease-file-name</c> says; null where it is not set.</param>
internal sealed record IscConfiguration(IReadOnlyList<ServedSubnet> Subnets, IReadOnlyList<ObservationNote> Notes, string? LeaseFile);
