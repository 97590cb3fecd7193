using System.Globalization;
using System.IO.Compression;
using System.Reflection;
using Fairlead.Core.Addressing;

namespace Fairlead.Probes.Vendors;

/// <summary>Who made an adapter, or which kind of virtual one it is, by its MAC.</summary>
public static class MacVendors
{
    private const string Resource = "vendors/mac-vendors.txt.br";

    /// <summary>RFC 9568 section 7.3: 00-00-5E-00-01 and the router's id; -02 for IPv6.</summary>
    private const ulong Vrrp = 0x00_00_5E_00_01;

    private const ulong VrrpV6 = 0x00_00_5E_00_02;

    /// <summary>Cisco's HSRP, version 1; the last octet is the group.</summary>
    private const ulong Hsrp = 0x00_00_0C_07_AC;

    /// <summary>HSRP version 2, with 12 bits of group.</summary>
    private const ulong HsrpTwo = 0x00_00_0C_9F_F;

    private static readonly Lazy<Dictionary<ulong, string>> Table = new(Read);

    /// <summary>The moving address of a group of routers, which no single adapter has.</summary>
    public static bool IsVirtualRouter(MacAddress mac) =>
        mac.Bits >> 8 is Vrrp or VrrpV6 or Hsrp || mac.Bits >> 12 == HsrpTwo;

    /// <summary>In words for people: <c>VMware, Inc.</c>, <c>VRRP router 7</c>, <c>a virtual or random MAC</c>; null when the registries don't know it.</summary>
    public static string? NameOf(MacAddress mac)
    {
        var last = (mac.Bits & 0xFF).ToString(CultureInfo.InvariantCulture);
        if (mac.Bits >> 8 is Vrrp or VrrpV6)
            return $"VRRP router {last}";
        if (mac.Bits >> 8 == Hsrp)
            return $"HSRP group {last}";
        if (mac.Bits >> 12 == HsrpTwo)
            return string.Create(CultureInfo.InvariantCulture, $"HSRP group {mac.Bits & 0xFFF}");
        return VirtualKind(mac) ?? Registered(mac) ?? (mac.IsLocal ? "a virtual or random MAC" : null);
    }

    /// <summary>With the MAC in front: <c>00:50:56:ab:cd:ef (VMware virtual machine)</c>.</summary>
    public static string Describe(MacAddress mac) => NameOf(mac) is { } name ? $"{mac} ({name})" : mac.ToString();

    /// <summary>Prefixes of hypervisors, some of which no registry names.</summary>
    private static string? VirtualKind(MacAddress mac) => mac.Oui switch
    {
        0x005056 or 0x000C29 or 0x000569 or 0x001C14 => "VMware virtual machine",
        0x00155D => "Hyper-V virtual machine",
        0x525400 => "QEMU or KVM virtual machine",
        0x080027 => "VirtualBox virtual machine",
        _ => null,
    };

    private static string? Registered(MacAddress mac)
    {
        foreach (var bits in (ReadOnlySpan<int>)[36, 28, 24])
        {
            if (Table.Value.TryGetValue(Key(mac.Bits >> (48 - bits), bits), out var name))
                return name;
        }

        return null;
    }

    /// <summary>The length is part of the key: a short prefix may have the number of a long one.</summary>
    private static ulong Key(ulong prefix, int bits) => (ulong)bits << 48 | prefix;

    private static Dictionary<ulong, string> Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource) ?? throw new InvalidOperationException("The table of vendors is missing.");
        using var reader = new StreamReader(new BrotliStream(stream, CompressionMode.Decompress));
        var table = new Dictionary<ulong, string>(48_000);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
                continue;
            var tab = line.IndexOf('\t', StringComparison.Ordinal);
            var name = line[..tab];
            var prefixes = line.AsSpan(tab + 1);
            foreach (var part in prefixes.Split(' '))
            {
                var prefix = prefixes[part];
                table[Key(ulong.Parse(prefix, NumberStyles.HexNumber, CultureInfo.InvariantCulture), prefix.Length * 4)] = name;
            }
        }

        return table;
    }
}
