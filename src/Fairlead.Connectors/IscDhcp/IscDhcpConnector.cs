using System.Text;
using Fairlead.Core.Observations;

namespace Fairlead.Connectors.IscDhcp;

/// <summary>Reads <c>dhcpd.conf</c> and the lease file beside it: of <c>leases=</c>, of <c>lease-file-name</c>, or where Debian has it.</summary>
internal sealed class IscDhcpConnector(SourceReference reference, ConnectorSettings settings)
    : Connector(new ObservedSource(SourceKind.IscDhcp, reference.Place), settings)
{
    private const string DebianLeases = "/var/lib/dhcp/dhcpd.leases";

    protected override Task<Observation> ReadAsync(CancellationToken ct) => Task.Run(
        () =>
        {
            var configuration = new IscConfigurationParser(Included).Parse(Text(reference.Place), reference.Place);
            var observation = new Observation
            {
                Source = Source,
                ReadAt = Settings.Time.GetUtcNow(),
                AddressSpace = reference["address-space"],
                Subnets = configuration.Subnets,
                Notes = configuration.Notes,
            };
            var leases = reference["leases"] ?? configuration.LeaseFile ?? (reference.Place.StartsWith("/etc/", StringComparison.Ordinal) && File.Exists(DebianLeases) ? DebianLeases : null);
            if (leases is null)
                return observation;
            using var stream = new FileStream(leases, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
            var reader = new IscLeaseReader(stream, leases);
            var table = LeaseTable.Of(Stoppable(reader.Read(), ct), Settings.Time.GetUtcNow());
            return observation with
            {
                Leases = table,
                HasLeases = true,
                WrittenAt = File.GetLastWriteTimeUtc(leases),
                Notes = [.. configuration.Notes, .. reader.Notes],
            };
        },
        ct);

    private static IEnumerable<Lease> Stoppable(IEnumerable<Lease> leases, CancellationToken ct)
    {
        foreach (var lease in leases)
        {
            ct.ThrowIfCancellationRequested();
            yield return lease;
        }
    }

    private string? Included(string file)
    {
        try
        {
            return Text(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    private string Text(string file)
    {
        if (new FileInfo(file).Length > Settings.LargestDocument)
            throw new SourceFailureException(FailureReason.TooLarge, $"{file} is larger than {Settings.LargestDocument} bytes.", "Look whether it is a configuration at all.");
        return File.ReadAllText(file, Encoding.UTF8);
    }
}
