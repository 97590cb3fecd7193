using System.Text;
using Fairlead.Connectors;
using Fairlead.Connectors.Dnsmasq;
using Fairlead.Connectors.IscDhcp;
using Fairlead.Connectors.Kea;
using Fairlead.Connectors.VSphere;
using Fairlead.Connectors.WindowsDhcp;
using Fairlead.Core.Observations;
using Xunit;

namespace Fairlead.Tests.Fuzzing;

/// <summary>No bytes of an outside system may make a reader fail in another way than by saying so: a fixed seed in every run, a million inputs per format in the soak campaign.</summary>
public sealed class SourceFuzzTests
{
    private static readonly Dictionary<string, (string[] Seeds, Action<byte[]> Read)> All = new()
    {
        ["kea-configuration"] = (
            ["""{ "Dhcp4": { /* x */ "valid-lifetime": 3600, "subnet4": [ { "id": 1, "subnet": "10.0.0.0/24", "pools": [ { "pool": "10.0.0.1 - 10.0.0.9", "client-class": "a" } ], "reservations": [ { "hw-address": "02:00:00:00:00:01", "ip-address": "10.0.0.3" } ], "option-data": [ { "name": "routers", "data": "10.0.0.1" } ] } ] } } # end""", """{"Dhcp6": {"subnet6": [{"subnet": "2001:db8::/64", "pools": [{"pool": "2001:db8::/80"}], "pd-pools": [{}]}], "shared-networks": [{"name": "n", "subnet6": []}]}}"""],
            bytes => KeaConfiguration.Of(KeaReader.Read("f", Encoding.UTF8.GetString(bytes), static name => name == "a" ? "[]" : null), "f")),
        ["kea-leases"] = (
            ["address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state,user_context\n10.0.0.1,02:00:00:00:00:01,01:02:00:00:00:00:01,3600,2000,1,0,0,node-1.,0,\n10.0.0.1,02:00:00:00:00:02,ff:aa,3600,2000,1,0,0,a&#x2cb,1,\n"],
            bytes => LeaseTable.Of(KeaLeaseFile.Read(new MemoryStream(bytes), "f", []), default)),
        ["dnsmasq-configuration"] = (
            ["# x\ndhcp-range=set:a,10.0.0.10,10.0.0.99,255.255.255.0,12h\ndhcp-range=2001:db8::10,2001:db8::ff,64,1d\ndhcp-host=02:00:00:00:00:01,printer,10.0.0.9,infinite\ndhcp-option=tag:a,option:router,10.0.0.1\ndhcp-option=option6:dns-server,[2001:db8::53]\nconf-file=a\nconf-dir=b,*.conf\ndhcp-leasefile=/x\n"],
            bytes => DnsmasqConfiguration.Read("f", name => name == "f" ? Encoding.UTF8.GetString(bytes) : name == "a" ? "bogus-priv\n" : null, static _ => ["b/x.conf", "b/y~"])),
        ["isc-configuration"] = (
            ["include \"a\"; option domain-name-servers 10.0.0.53; failover peer \"p\" { primary; peer address 10.0.0.2; }\nshared-network x { subnet 10.0.0.0 netmask 255.255.255.0 { option routers 10.0.0.1; pool { failover peer \"p\"; deny members of \"c\"; range 10.0.0.10 10.0.0.99; } } }\nsubnet6 2001:db8::/64 { range6 2001:db8::10 2001:db8::ff; }\ngroup { host h { hardware ethernet 2:0:0:0:0:1; fixed-address 10.0.0.5, name; } }\nif option x = 1 { default-lease-time 7; } # end\n"],
            bytes => new IscConfigurationParser(static name => name == "a" ? "class \"c\" { match if known; }" : null).Parse(Encoding.UTF8.GetString(bytes), "f")),
        ["isc-leases"] = (
            ["# x\nlease 10.0.0.10 {\n  starts 4 2026/11/26 10:00:00;\n  ends 4 2026/11/26 11:00:00;\n  cltt epoch 1764100000; # y\n  binding state active;\n  next binding state free;\n  hardware ethernet 02:00:00:00:00:01;\n  uid \"\\377\\001a\";\n  client-hostname \"n\";\n}\nserver-duid \"\\000\";\nia-na \"\\001\\000\" {\n  cltt 4 2026/11/26 10:00:00;\n  iaaddr 2001:db8::10 {\n    binding state active;\n    ends never;\n  }\n}\n"],
            bytes => LeaseTable.Of(new IscLeaseReader(new MemoryStream(bytes), "f", pieceSize: 64).Read(), default)),
        ["windows-dhcp"] = (
            ["<?xml version=\"1.0\"?><DHCPServer><IPv4><Scopes><Scope><ScopeId>10.0.0.0</ScopeId><SubnetMask>255.255.255.0</SubnetMask><StartRange>10.0.0.10</StartRange><EndRange>10.0.0.99</EndRange><LeaseDuration>8.00:00:00</LeaseDuration><State>Active</State><Name>n</Name><ExclusionRanges><IPRange><StartRange>10.0.0.20</StartRange><EndRange>10.0.0.29</EndRange></IPRange></ExclusionRanges><Leases><Lease><IPAddress>10.0.0.11</IPAddress><ClientId>02-00-00-00-00-01</ClientId><AddressState>Active</AddressState><LeaseExpiryTime>2026-11-26T11:00:00Z</LeaseExpiryTime></Lease></Leases></Scope></Scopes></IPv4></DHCPServer>"],
            bytes => LeaseTable.Of(WindowsDhcpParser.Parse(new MemoryStream(bytes), "f").Leases, default)),
        ["dnsmasq-leases"] = (
            ["1764100000 02:00:00:00:00:01 10.0.0.10 shop-1 01:02:00:00:00:00:01\n0 02:00:00:00:00:02 10.0.0.11 * *\nduid 00:01\n1764100000 77 2001:db8::10 h 00:01:00:01\n"],
            bytes => LeaseTable.Of(DnsmasqLeaseFile.Read(new MemoryStream(bytes), "f", []), default)),
        ["vcenter-pages"] = ([Vim("<token>t</token><objects>" + VimMachine + "</objects><objects><obj type=\"HostSystem\">host-1</obj><propSet><name>config.network.portgroup</name><val><HostPortGroup><spec><name>a</name><vlanId>4</vlanId></spec></HostPortGroup></val></propSet><missingSet><path>x</path><fault><fault xsi:type=\"NoPermission\"/></fault></missingSet></objects><objects><obj type=\"Network\">network-1</obj><propSet><name>name</name><val>a</val></propSet></objects>")], bytes =>
        {
            var inventory = new Inventory();
            foreach (var read in VimXml.Page("test", bytes).Objects)
                inventory.Enter(read);
            inventory.ToObservation(new(SourceKind.VCenter, "f"), default);
        }
        ),
        ["vcenter-updates"] = ([Vim("<version>1</version><filterSet><objectSet><kind>enter</kind>" + VimMachine.Replace("propSet", "changeSet", StringComparison.Ordinal) + "</objectSet></filterSet><truncated>true</truncated>")], bytes =>
        {
            var inventory = new Inventory();
            foreach (var change in VimXml.Updates("test", bytes)?.Changes ?? [])
                inventory.Apply(change);
            inventory.ToObservation(new(SourceKind.VCenter, "f"), default);
        }
        ),
    };

    private const string VimMachine = "<obj type=\"VirtualMachine\">vm-1</obj><propSet><name>name</name><val>one</val></propSet><propSet><name>parent</name><val type=\"Folder\">vm-1</val></propSet><propSet><name>config.hardware.device</name><val><VirtualDevice xsi:type=\"VirtualDisk\"><key>1</key></VirtualDevice><VirtualDevice xsi:type=\"VirtualVmxnet3\"><key>4000</key><backing><port><portgroupKey>a</portgroupKey></port></backing><macAddress>00:50:56:00:00:01</macAddress></VirtualDevice></val></propSet><propSet><name>guest.net</name><val><GuestNicInfo><ipAddress>10.0.0.7</ipAddress><deviceConfigId>4000</deviceConfigId><ipConfig><ipAddress><ipAddress>10.0.0.7</ipAddress><prefixLength>24</prefixLength></ipAddress></ipConfig></GuestNicInfo></val></propSet>";

    private static string Vim(string returned) => $"<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><s:Body><R xmlns=\"urn:vim25\"><returnval>{returned}</returnval></R></s:Body></s:Envelope>";

    public static TheoryData<string> Formats => [.. All.Keys];

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_reader_survives_the_inputs_of_a_fixed_seed(string format) => CodecFuzz.Survive(Next(format), Read(format), CodecFuzz.Inputs);

    [Theory]
    [Trait("Category", "Soak")]
    [MemberData(nameof(Formats))]
    public void A_reader_survives_a_million_inputs(string format) => CodecFuzz.Soak(Next(format), Read(format));

    private static Func<Random, byte[]> Next(string format)
    {
        var seeds = All[format].Seeds.Select(Encoding.UTF8.GetBytes).ToArray();
        return random => CodecFuzz.Mutated(seeds, random);
    }

    /// <summary>Whether it was read; a failure that says what is wrong is as good.</summary>
    private static Func<byte[], bool> Read(string format) => bytes =>
    {
        try
        {
            All[format].Read(bytes);
            return true;
        }
        catch (SourceFailureException)
        {
            return false;
        }
    };
}
