namespace Fairlead.Ledger;

/// <summary>A site as it was last loaded: the files that describe it, byte for byte.</summary>
/// <param name="Revision">Of this site, from 1; never used again after a deletion.</param>
/// <param name="Files">Those that hold its Site document and its Cluster documents.</param>
public sealed record StoredSite(string Name, long Revision, IReadOnlyList<StoredFile> Files, DateTimeOffset At, string By);

/// <param name="Name">As the user named it; it decides between YAML and JSON, and stands in findings.</param>
public sealed record StoredFile(string Name, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>A file that could be loaded is UTF-8.</summary>
    public string Text => System.Text.Encoding.UTF8.GetString(Bytes.Span);
}
