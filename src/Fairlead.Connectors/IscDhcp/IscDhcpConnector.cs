using System.Text;
using Fairlead.Core.Addressing;
using Fairlead.Core.Observations;

namespace Fairlead.Connectors.IscDhcp;

/// <summary>Reads <c>dhcpd.conf</c> and the lease file beside it: of <c>leases=</c>, of <c>lease-file-name</c>, or where Debian has it.</summary>
internal sealed class IscDhcpConnector(SourceReference reference, ConnectorSettings settings)
    : Connector(new ObservedSource(SourceKind.IscDhcp, reference.Place), settings)
{
    private const string DebianLeases = "/var/lib/dhcp/dhcpd.leases";
    private const string DebianLeases6 = "/var/lib/dhcp/dhcpd6.leases";

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
            // dhcpd serves one family with one file of each kind.
            var usual = configuration.Subnets.Any(subnet => subnet.Prefix.Family == IpFamily.V6) ? DebianLeases6 : DebianLeases;
            var leases = reference["leases"] ?? configuration.LeaseFile ?? (reference.Place.StartsWith("/etc/", StringComparison.Ordinal) && File.Exists(usual) ? usual : null);
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

    /// <summary>dhcpd takes a relative path from the folder that it was started in: for a service that is the root, for a test as a rule the file's own.</summary>
    private string? Included(string file)
    {
        try
        {
            if (Path.IsPathRooted(file))
                return Text(file);
            var fromRoot = Path.Combine("/", file);
            return Text(File.Exists(fromRoot) ? fromRoot : Path.Combine(Path.GetDirectoryName(Path.GetFullPath(reference.Place))!, file));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or SourceFailureException)
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
