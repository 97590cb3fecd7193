using Fairlead.Core.Observations;

namespace Fairlead.Connectors.Dnsmasq;

/// <summary>A configuration of dnsmasq, and the lease file that it names.</summary>
internal sealed class DnsmasqConnector(SourceReference reference, ConnectorSettings settings) : Connector(new(SourceKind.Dnsmasq, reference.Place), settings)
{
    /// <summary>Where Debian's and other distributions' dnsmasq keeps leases.</summary>
    private static readonly string[] s_usual = ["/var/lib/misc/dnsmasq.leases", "/var/lib/dnsmasq/dnsmasq.leases"];

    protected override Task<Observation> ReadAsync(CancellationToken ct) => Task.Run(() => Read(ct), ct);

    private Observation Read(CancellationToken ct)
    {
        var configuration = DnsmasqConfiguration.Read(reference.Place, ReadText, ListFiles);
        var notes = configuration.Notes.ToList();
        var observation = new Observation
        {
            Source = Source,
            ReadAt = Settings.Time.GetUtcNow(),
            WrittenAt = BoundedFile.WrittenAt(reference.Place),
            AddressSpace = reference["address-space"],
            Subnets = configuration.Subnets,
        };
        var file = reference["leases"] ?? configuration.LeaseFile ?? Array.Find(s_usual, File.Exists);
        if (file is null || !File.Exists(file))
        {
            notes.Add(new(file ?? reference.Place, "there is no lease file, so leases are not known; leases= names another"));
            return observation with { Notes = notes };
        }

        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
        var leases = LeaseTable.Of(DnsmasqLeaseFile.Read(stream, file, notes).TakeWhile(_ => !ct.IsCancellationRequested), Settings.Time.GetUtcNow());
        ct.ThrowIfCancellationRequested();
        return observation with { Leases = leases, HasLeases = true, WrittenAt = BoundedFile.WrittenAt(file), Notes = notes };
    }

    private string? ReadText(string file)
    {
        try
        {
            return File.Exists(file) && new FileInfo(file).Length <= Settings.LargestDocument ? File.ReadAllText(file) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static IEnumerable<string> ListFiles(string folder) => Directory.Exists(folder) ? Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal) : [];
}
