using Fairlead.Core.Observations;

namespace Fairlead.Connectors.WindowsDhcp;

/// <summary>Reads a file of <c>Export-DhcpServer</c>.</summary>
internal sealed class WindowsDhcpConnector(SourceReference reference, ConnectorSettings settings)
    : Connector(new ObservedSource(SourceKind.WindowsDhcp, reference.Place), settings)
{
    protected override Task<Observation> ReadAsync(CancellationToken ct) => Task.Run(
        () =>
        {
            using var stream = File.OpenRead(reference.Place);
            if (stream.Length > Settings.LargestDocument)
                throw new SourceFailureException(FailureReason.TooLarge, $"the file is larger than {Settings.LargestDocument} bytes.", "Look whether it is an export at all, or export scope by scope (-ScopeId).");
            var export = WindowsDhcpParser.Parse(stream, reference.Place);
            return new Observation
            {
                Source = Source,
                ReadAt = Settings.Time.GetUtcNow(),
                AddressSpace = reference["address-space"],
                WrittenAt = File.GetLastWriteTimeUtc(reference.Place),
                Subnets = export.Subnets,
                Leases = LeaseTable.Of(export.Leases, File.GetLastWriteTimeUtc(reference.Place)),
                HasLeases = export.HasLeases,
                Notes = export.Notes,
            };
        },
        ct);
}
