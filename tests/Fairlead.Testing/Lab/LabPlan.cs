using System.Globalization;
using System.Text;

namespace Fairlead.Testing.Lab;

/// <summary>Which segments and machines a Lab is to have, in the order in which their daemons start.</summary>
public sealed class LabPlan
{
    private readonly List<string> _segments = [];
    private readonly List<NodePlan> _nodes = [];
    private readonly Dictionary<string, string> _filters = [];

    internal IReadOnlyList<string> Segments => _segments;

    internal IReadOnlyList<NodePlan> Nodes => _nodes;

    internal IEnumerable<string> Namespaces => _segments.Concat(_nodes.Select(node => node.Name));

    internal IEnumerable<(NodePlan Node, NicPlan Nic)> Cables => _nodes.SelectMany(node => node.Nics.Select(nic => (node, nic)));

    /// <summary>A learning bridge in a namespace of its own, without an address: <c>br0</c>, with a port <c>NODE-NIC</c> for each cable.</summary>
    public LabPlan Segment(string name)
    {
        _segments.Add(name);
        return this;
    }

    /// <summary>A machine: a namespace with an interface on each segment it stands on.</summary>
    /// <param name="name">At most nine lower-case letters and digits, so that the bridge's port can bear it.</param>
    public LabPlan Node(string name, Action<NodePlan> describe)
    {
        ArgumentNullException.ThrowIfNull(describe);
        if (name.Length is 0 or > 9 || !name.All(char.IsAsciiLetterOrDigit))
            throw new ArgumentException($"'{name}' is no name for a node: one to nine letters and digits.", nameof(name));
        var node = new NodePlan(name);
        describe(node);
        _nodes.Add(node);
        return this;
    }

    /// <summary>What the switch itself drops: an nftables table of the family <c>bridge</c>, loaded in the bridge's namespace.</summary>
    public LabPlan Filter(string segment, string nftables)
    {
        _filters[segment] = nftables;
        return this;
    }

    /// <summary>At most fifteen characters (IFNAMSIZ).</summary>
    internal static string PortOf(NodePlan node, NicPlan nic) => string.Create(CultureInfo.InvariantCulture, $"{node.Name}-{nic.Name}");

    internal string? FilterOf(string segment) => _filters.GetValueOrDefault(segment);

    internal string BridgeOf(string segment)
    {
        var batch = new StringBuilder("link set lo up\nlink add br0 type bridge stp_state 0 forward_delay 0 mcast_snooping 0\nlink set br0 up\n");
        foreach (var (node, nic) in Cables.Where(cable => cable.Nic.Segment == segment))
            batch.AppendLine($"link set {PortOf(node, nic)} mtu {nic.Mtu} master br0 up");
        return batch.ToString();
    }
}
