using Fairlead.Core.Observations;

namespace Fairlead.Connectors.Csv;

/// <summary>Reads an address book that is kept as a spreadsheet.</summary>
internal sealed class CsvConnector(SourceReference reference, ConnectorSettings settings) : Connector(new ObservedSource(SourceKind.Csv, reference.Place), settings)
{
    protected override async Task<Observation> ReadAsync(CancellationToken ct)
    {
        var bytes = await BoundedFile.ReadAsync(reference.Place, Settings.LargestDocument, ct).ConfigureAwait(false);
        var (entries, notes) = AddressBook.Read(Path.GetFileName(reference.Place), bytes);
        return new Observation { Source = Source, ReadAt = Settings.Time.GetUtcNow(), WrittenAt = BoundedFile.WrittenAt(reference.Place), Entries = entries, Notes = notes };
    }
}
