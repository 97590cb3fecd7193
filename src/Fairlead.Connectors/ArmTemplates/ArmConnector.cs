using Fairlead.Core.Observations;

namespace Fairlead.Connectors.ArmTemplates;

/// <summary>Reads a template from a file, and its parameters from another.</summary>
internal sealed class ArmConnector(SourceReference reference, ConnectorSettings settings) : Connector(new ObservedSource(SourceKind.Arm, reference.Place), settings)
{
    protected override async Task<Observation> ReadAsync(CancellationToken ct)
    {
        var template = await BoundedFile.ReadAsync(reference.Place, Settings.LargestDocument, ct).ConfigureAwait(false);
        var parameterFile = reference["parameters"];
        var parameters = parameterFile is null ? [] : await BoundedFile.ReadAsync(parameterFile, Settings.LargestDocument, ct).ConfigureAwait(false);
        var (site, notes) = ArmTemplate.Read(Path.GetFileName(reference.Place), template, parameterFile is null ? null : Path.GetFileName(parameterFile), parameters, reference["location"]);
        return new Observation { Source = Source, ReadAt = Settings.Time.GetUtcNow(), WrittenAt = BoundedFile.WrittenAt(reference.Place), Declared = site, Notes = notes };
    }
}
