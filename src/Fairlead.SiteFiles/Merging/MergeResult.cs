namespace Fairlead.SiteFiles.Merging;

/// <param name="Bytes">The file's new contents; the old ones, octet for octet, where nothing is missing.</param>
/// <param name="Added">Paths of what was added.</param>
public sealed record MergeResult(byte[] Bytes, IReadOnlyList<string> Added, IReadOnlyList<MergeConflict> Conflicts);
