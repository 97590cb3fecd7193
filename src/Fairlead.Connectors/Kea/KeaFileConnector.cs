using System.Text;
using Fairlead.Core.Observations;

namespace Fairlead.Connectors.Kea;

/// <summary>A configuration file of Kea, and the lease file that it names where it is kept in a file (memfile).</summary>
internal sealed class KeaFileConnector(SourceReference reference, ConnectorSettings settings) : Connector(new(SourceKind.Kea, reference.Place), settings)
{
    private const string DefaultFolder = "/var/lib/kea";

    protected override async Task<Observation> ReadAsync(CancellationToken ct)
    {
        var text = await ReadTextAsync(reference.Place, ct).ConfigureAwait(false);
        var configuration = KeaConfiguration.Of(KeaReader.Read(reference.Place, text, Included), reference.Place);
        var observation = new Observation
        {
            Source = Source,
            ReadAt = Settings.Time.GetUtcNow(),
            WrittenAt = BoundedFile.WrittenAt(reference.Place),
            AddressSpace = reference["address-space"],
            Subnets = configuration.Subnets,
            Notes = configuration.Notes,
        };
        var notes = configuration.Notes.ToList();
        if (LeaseFileOf(configuration, notes) is not { } file)
            return observation with { Notes = notes };
        var parts = KeaLeaseFile.PartsOf(file, File.Exists).Where(File.Exists).ToList();
        if (parts.Count == 0)
        {
            notes.Add(new(file, "the lease file is not there, so leases are not known; leases= names another"));
            return observation with { Notes = notes };
        }

        var leases = await Task.Run(() => LeaseTable.Of(parts.SelectMany(part => ReadPart(part, notes, ct)), Settings.Time.GetUtcNow()), ct).ConfigureAwait(false);
        return observation with { Leases = leases, HasLeases = true, WrittenAt = BoundedFile.WrittenAt(file) ?? observation.WrittenAt, Notes = notes };
    }

    private static IEnumerable<Lease> ReadPart(string part, List<ObservationNote> notes, CancellationToken ct)
    {
        using var stream = new FileStream(part, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
        foreach (var lease in KeaLeaseFile.Read(stream, part, notes))
        {
            ct.ThrowIfCancellationRequested();
            yield return lease;
        }
    }

    private string? LeaseFileOf(KeaConfiguration configuration, List<ObservationNote> notes)
    {
        if (reference["leases"] is { } named)
            return named;
        var database = configuration.Server["lease-database"];
        if (database?["type"]?.Text is { } type and not "memfile")
        {
            notes.Add(new(database.Where, $"leases are kept in {type}, which is not read here: ask the server itself (kea:unix:SOCKET or kea:http://…)"));
            return null;
        }

        return database?["name"]?.Text is { Length: > 0 } name ? name : Path.Combine(DefaultFolder, configuration.IsV6 ? "kea-leases6.csv" : "kea-leases4.csv");
    }

    /// <summary>As Kea finds it: from the folder that the server runs in, which is not known here, so beside the configuration as well.</summary>
    private string? Included(string name)
    {
        foreach (var path in (string[])[Path.Combine(Path.GetDirectoryName(Path.GetFullPath(reference.Place))!, name), name])
        {
            if (File.Exists(path) && new FileInfo(path).Length <= Settings.LargestDocument)
                return File.ReadAllText(path);
        }

        return null;
    }

    private async Task<string> ReadTextAsync(string path, CancellationToken ct) => Encoding.UTF8.GetString(await BoundedFile.ReadAsync(path, Settings.LargestDocument, ct).ConfigureAwait(false));
}
