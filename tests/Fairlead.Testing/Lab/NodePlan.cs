using System.Globalization;
using System.Text;

namespace Fairlead.Testing.Lab;

/// <summary>What a machine of the Lab is to be. Kinds of machines (a Kea server, a proxy-ARP router) are extension methods on this.</summary>
public sealed class NodePlan
{
    private const int EthernetMtu = 1500;

    private readonly List<NicPlan> _nics = [];
    private readonly List<string> _routes = [];
    private readonly List<Func<LabNode, CancellationToken, Task>> _daemons = [];

    internal NodePlan(string name) => Name = name;

    public string Name { get; }

    internal IReadOnlyList<NicPlan> Nics => _nics;

    /// <summary><c>key=value</c>, as sysctl takes them; set before any interface comes up.</summary>
    internal List<string> Settings { get; } = ["net.ipv6.conf.all.accept_dad=0", "net.ipv6.conf.default.accept_dad=0"];

    internal IReadOnlyList<Func<LabNode, CancellationToken, Task>> Daemons => _daemons;

    internal string? FilterText { get; private set; }

    internal string? ResolverText { get; private set; }

    /// <summary>Addresses, links up, then routes.</summary>
    internal string Addressing
    {
        get
        {
            var batch = new StringBuilder("link set lo up\n");
            foreach (var nic in _nics)
            {
                batch.AppendLine(CultureInfo.InvariantCulture, $"link set {nic.Name} mtu {nic.Mtu} up");
                foreach (var address in nic.Addresses)
                    batch.AppendLine($"addr add {address} dev {nic.Name}{(address.Contains(':', StringComparison.Ordinal) ? " nodad" : " brd +")}");
            }

            foreach (var route in _routes)
                batch.AppendLine($"route add {route}");
            return batch.ToString();
        }
    }

    /// <summary>One more interface: the first is <c>eth0</c>.</summary>
    /// <param name="addresses">With prefix lengths; none: the interface is up without any (but for its IPv6 link-local address).</param>
    public NodePlan On(string segment, params string[] addresses) => On(segment, mac: null, EthernetMtu, addresses);

    /// <param name="mac">Six octets in hexadecimal, separated by colons; null: the kernel's choice.</param>
    public NodePlan On(string segment, string? mac, int mtu, params string[] addresses)
    {
        _nics.Add(new(string.Create(CultureInfo.InvariantCulture, $"eth{_nics.Count}"), segment, addresses, mac, mtu));
        return this;
    }

    /// <param name="route">As <c>ip route add</c> takes it: <c>default via 10.77.0.1</c>.</param>
    public NodePlan Route(string route)
    {
        _routes.Add(route);
        return this;
    }

    /// <param name="setting"><c>net.ipv4.ip_forward=1</c>.</param>
    public NodePlan Set(string setting)
    {
        Settings.Add(setting);
        return this;
    }

    /// <summary>Routes packets of both families.</summary>
    public NodePlan Forwards() => Set("net.ipv4.ip_forward=1").Set("net.ipv6.conf.all.forwarding=1");

    /// <param name="nftables">A ruleset as <c>nft -f</c> takes it; several are loaded as one.</param>
    public NodePlan Filter(string nftables)
    {
        FilterText += nftables + "\n";
        return this;
    }

    /// <summary>What its programs find in <c>/etc/resolv.conf</c>; without it they see the machine's own, whose servers no namespace reaches.</summary>
    /// <param name="lines">Such as <c>nameserver 10.77.0.53</c>.</param>
    public NodePlan Resolver(params string[] lines)
    {
        ResolverText = string.Join('\n', lines) + "\n";
        return this;
    }

    /// <summary>Runs when all machines are wired, in the order of the plan; returns when its daemon is ready.</summary>
    public NodePlan Runs(Func<LabNode, CancellationToken, Task> start)
    {
        _daemons.Add(start);
        return this;
    }
}
