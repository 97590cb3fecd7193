namespace Fairlead.Core.Importing;

/// <summary>A node pool of a cluster that is not written yet.</summary>
public sealed class NodePoolDraft
{
    public required Drafted Name { get; init; }

    public Drafted? Nodes { get; set; }

    public Drafted? VmSize { get; set; }

    /// <summary>Fewest and most nodes; null without autoscaling.</summary>
    public Drafted? Min { get; set; }

    public Drafted? Max { get; set; }
}
