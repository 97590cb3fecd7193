using System.Globalization;

namespace Fairlead.Bench.Leases;

/// <summary>A million leases of one /12, as Kea and ISC dhcpd write them: the same for ever.</summary>
internal static class LeaseFiles
{
    /// <summary>A site on the same network.</summary>
    public const string Site = """
        apiVersion: fairlead.dev/v1
        kind: Site
        name: bench
        profile: kubernetes-vsphere
        segments:
          - name: nodes
            prefix: 10.16.0.0/12
            gateway: 10.16.0.1
            dnsServers: [10.16.0.2]
            addressing: dhcp
            dhcp: {leaseTime: 8h, scopes: [{range: 10.16.0.10-10.31.255.250}]}
        """;

    /// <summary>Of the configuration for dhcpd and dhcpd-pools.</summary>
    public const string IscConfiguration = "subnet 10.16.0.0 netmask 255.240.0.0 { range 10.16.0.10 10.31.255.250; }\n";

    /// <summary>In the year 2036, so that all of them are held whenever they are read.</summary>
    private const long Now = 2_085_000_000;

    /// <param name="hasClientIds">Each lease has one of its own, of 19 octets, as systemd-networkd makes them (RFC 4361).</param>
    public static void WriteIsc(string file, int count, bool hasClientIds)
    {
        using var writer = new StreamWriter(file, append: false, System.Text.Encoding.ASCII, 1 << 20);
        writer.Write("# The format of this file is documented in the dhcpd.leases(5) manual page.\nauthoring-byte-order little-endian;\n\n");
        for (var i = 0; i < count; i++)
        {
            var (start, end) = (Text(Now + i % 3600), Text(Now + 28_800 + i % 3600));
            writer.Write($"lease {Address(i)} {{\n  starts {start};\n  ends {end};\n  cltt {start};\n  binding state active;\n  next binding state free;\n  rewind binding state free;\n  hardware ethernet {Mac(i)};\n{(hasClientIds ? Uid(i) : "")}  client-hostname \"node-{i}\";\n}}\n");
        }
    }

    public static void WriteKea(string file, int count)
    {
        using var writer = new StreamWriter(file, append: false, System.Text.Encoding.ASCII, 1 << 20);
        writer.Write("address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state,user_context\n");
        for (var i = 0; i < count; i++)
            writer.Write($"{Address(i)},{Mac(i)},01:{Mac(i)},28800,{Now + 28_800 + i % 3600},1,0,0,node-{i},0,\n");
    }

    /// <summary>As dhcpd writes it: octal where an octet is no letter.</summary>
    private static string Uid(int i) => string.Create(CultureInfo.InvariantCulture, $"  uid \"\\377\\000\\000\\000\\001\\000\\002\\000\\000\\253\\021{Octal(i >> 16)}{Octal(i >> 8)}{Octal(i)}abcde\";\n");

    private static string Octal(int octet) => "\\" + Convert.ToString(octet & 255, 8).PadLeft(3, '0');

    private static string Address(int i)
    {
        var bits = (10u << 24 | 16u << 16) + 10 + (uint)i;
        return string.Create(CultureInfo.InvariantCulture, $"{bits >> 24}.{bits >> 16 & 255}.{bits >> 8 & 255}.{bits & 255}");
    }

    private static string Mac(int i) => string.Create(CultureInfo.InvariantCulture, $"02:00:00:{i >> 16 & 255:x2}:{i >> 8 & 255:x2}:{i & 255:x2}");

    private static string Text(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds) is var at ? string.Create(CultureInfo.InvariantCulture, $"{(int)at.DayOfWeek} {at:yyyy'/'MM'/'dd HH:mm:ss}") : "";
}
