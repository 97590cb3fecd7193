namespace Fairlead.SiteFiles.Merging;

/// <summary>A value that a site file has and a source has otherwise. The file's stays.</summary>
/// <param name="Path">Of the field: <c>segments.k8s-prod.vlan</c>.</param>
/// <param name="Where">File and line of what stands there.</param>
/// <param name="Imported">What the source has.</param>
/// <param name="From">Where the source has it.</param>
public sealed record MergeConflict(string Path, string Where, string Has, string Imported, string? From)
{
    public override string ToString() => $"{Where}: {Path} is {Has}, and {From ?? "the source"} has {Imported}";
}
