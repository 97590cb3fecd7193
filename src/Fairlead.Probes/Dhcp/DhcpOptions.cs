using System.Buffers.Binary;
using System.Text;
using Fairlead.Core.Addressing;
using Fairlead.Core.Reports;
using Fairlead.Probes.Links;

namespace Fairlead.Probes.Dhcp;

/// <summary>
/// The options of a DHCPv4 message (RFC 2132). Where one comes in several pieces they are joined, those of the fields <c>file</c> and <c>sname</c>
/// last (RFC 3396). Reading is total: what is cut is left out, and a value of the wrong length counts as not given.
/// </summary>
internal sealed class DhcpOptions
{
    private const byte Pad = 0;
    private const byte End = 255;
    private const byte Overload = 52;
    private const int MostAddresses = 32;

    private readonly Dictionary<byte, byte[]> _values = [];

    private DhcpOptions()
    {
    }

    /// <param name="octets">From behind the magic cookie on.</param>
    public static DhcpOptions Read(ReadOnlySpan<byte> octets, ReadOnlySpan<byte> file, ReadOnlySpan<byte> serverName)
    {
        var options = new DhcpOptions();
        options.Add(octets);
        var overload = options.Octet(Overload) ?? 0;
        if ((overload & 1) != 0)
            options.Add(file);
        if ((overload & 2) != 0)
            options.Add(serverName);
        return options;
    }

    public bool Has(DhcpOption option) => _values.ContainsKey((byte)option);

    public byte? Octet(DhcpOption option) => Octet((byte)option);

    /// <summary>Seconds and the like: 32 bits.</summary>
    public uint? Number(DhcpOption option) => Value(option) is { Length: 4 } value ? BinaryPrimitives.ReadUInt32BigEndian(value) : null;

    public IpAddr? Address(DhcpOption option) => Value(option) is { Length: 4 } value ? NetAddress.ReadV4(value) : null;

    /// <summary>In the order of preference; 32 at most.</summary>
    public IReadOnlyList<IpAddr> Addresses(DhcpOption option)
    {
        if (Value(option) is not { Length: > 0 } value || value.Length % 4 != 0)
            return [];
        var addresses = new IpAddr[Math.Min(value.Length / 4, MostAddresses)];
        for (var i = 0; i < addresses.Length; i++)
            addresses[i] = NetAddress.ReadV4(value.AsSpan(4 * i));
        return addresses;
    }

    /// <summary>Fit to be shown: nothing in it can hide or break what stands around it. Null when it is missing or empty.</summary>
    public string? Text(DhcpOption option)
    {
        var value = Value(option).AsSpan().TrimEnd((byte)0);
        return value.IsEmpty ? null : VisibleText.Of(Encoding.UTF8.GetString(value));
    }

    /// <summary>Names of RFC 3397, each fit to be shown.</summary>
    public IReadOnlyList<string> Names(DhcpOption option) => DomainNames.Read(Value(option));

    /// <summary>The routers of the default routes of RFC 3442, or null where that option is missing: a client then uses the option "router" instead.</summary>
    public IReadOnlyList<IpAddr>? DefaultRouters()
    {
        if (Value(DhcpOption.ClasslessRoutes) is not { } value)
            return null;
        var routers = new List<IpAddr>();
        var rest = value.AsSpan();
        while (!rest.IsEmpty && rest[0] <= 32)
        {
            var width = rest[0];
            var significant = (width + 7) / 8;
            if (rest.Length < 1 + significant + 4)
                break;
            if (width == 0 && routers.Count < MostAddresses)
                routers.Add(NetAddress.ReadV4(rest[1..]));
            rest = rest[(1 + significant + 4)..];
        }

        return routers;
    }

    private byte? Octet(byte option) => _values.TryGetValue(option, out var value) && value.Length == 1 ? value[0] : null;

    private byte[]? Value(DhcpOption option) => _values.GetValueOrDefault((byte)option);

    private void Add(ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty && octets[0] != End)
        {
            if (octets[0] == Pad)
            {
                octets = octets[1..];
                continue;
            }

            if (octets.Length < 2 || octets.Length < 2 + octets[1])
                return;
            var piece = octets.Slice(2, octets[1]);
            _values[octets[0]] = _values.TryGetValue(octets[0], out var before) ? [.. before, .. piece] : piece.ToArray();
            octets = octets[(2 + piece.Length)..];
        }
    }
}

/// <summary>The options that are asked for or read (IANA numbers).</summary>
internal enum DhcpOption : byte
{
    SubnetMask = 1,
    Router = 3,
    DnsServers = 6,
    DomainName = 15,
    LeaseTime = 51,
    MessageType = 53,
    ServerIdentifier = 54,
    ParameterList = 55,
    LargestMessage = 57,
    ClientIdentifier = 61,
    RelayAgentInformation = 82,
    DomainSearch = 119,
    ClasslessRoutes = 121,
    ProxyAutoConfig = 252,
}
