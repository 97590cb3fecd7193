using System.Text;
using Fairlead.Connectors;
using Fairlead.Connectors.Kea;
using Fairlead.Core.Addressing;
using Fairlead.Core.Observations;
using Xunit;

namespace Fairlead.Tests.Connectors.Kea;

/// <summary>Kea's configurations and lease files, as text.</summary>
public sealed class KeaTests
{
    private const string Config = """
        { "Dhcp4": {
            "valid-lifetime": 3600,
            "option-data": [ { "name": "domain-name-servers", "data": "10.0.0.53,10.0.0.54" } ],
            "hooks-libraries": [ { "library": "/x/libdhcp_ha.so", "parameters": { "high-availability": [ {
              "this-server-name": "a", "mode": "hot-standby",
              "peers": [ { "name": "a", "url": "http://10.0.0.1:8000/", "role": "primary" }, { "name": "b", "url": "http://10.0.0.2:8000/", "role": "standby" }, { "name": "c", "url": "http://10.0.0.3:8000/", "role": "backup" } ] } ] } } ],
            "subnet4": [
              { "id": 1, "subnet": "10.20.0.0/24", "pools": [ { "pool": "10.20.0.100 - 10.20.0.199" } ], "option-data": [ { "name": "routers", "data": "10.20.0.1" } ] },
              { "id": 2, "subnet": "10.21.0.9/24", "valid-lifetime": 4294967295, "client-classes": [ "x", "y" ], "pools": [ { "pool": "10.21.0.0/28", "client-class": "nodes" }, { "pool": "10.21.0.32/28" }, { "pool": "?" } ], "option-data": [ { "code": 6, "data": "10.0.0.9" } ] } ],
            "reservations": [ { "client-id": "01:02", "ip-address": "10.21.0.5" }, { "hw-address": "02:00:00:00:00:01", "ip-address": "192.0.2.1" } ]
        } }
        """;

    [Fact]
    public void A_value_that_a_subnet_lacks_comes_from_above()
    {
        var configuration = Read(Config);
        var (one, two) = (configuration.Subnets[0], configuration.Subnets[1]);

        Assert.Equal((TimeSpan.FromHours(1), "b http://10.0.0.2:8000/", "kea.conf:8"), (one.LeaseTime, one.Partner, one.Where));
        Assert.Equal(["10.20.0.1", "10.0.0.53", "10.0.0.54"], one.Routers.Concat(one.DnsServers).Select(address => address.ToString()));
        Assert.Equal((IpPrefix.Parse("10.21.0.0/24"), TimeSpan.MaxValue, "10.0.0.9"), (two.Prefix, two.LeaseTime, two.DnsServers.Single().ToString()));
        Assert.Equal(["10.21.0.0-10.21.0.15 nodes", "10.21.0.32-10.21.0.47 x or y"], two.Pools.Select(pool => $"{pool.Range.First}-{pool.Range.Last} {pool.ClientClass}"));
        // A reservation of the whole server counts where its address lies.
        Assert.Equal("01:02", Assert.Single(two.Reservations).Client);
        Assert.Equal(["kea.conf:9", "kea.conf:10"], configuration.Notes.Select(note => note.Where));
    }

    [Theory]
    [InlineData("", "kea.conf:1: it ends too early")]
    [InlineData("{", "it ends too early")]
    [InlineData("{}", "no member Dhcp4 or Dhcp6")]
    [InlineData("[]", "no member Dhcp4 or Dhcp6")]
    [InlineData("{\"Dhcp4\": 5}", "no member Dhcp4 or Dhcp6")]
    [InlineData("{\"Dhcp4\": {}}}", "behind the end")]
    [InlineData("{\"Dhcp4\": {\n \"a\" 5}}", "kea.conf:2: a colon is missing behind \"a\"")]
    [InlineData("{\"Dhcp4\": {\n\n \"a\": \"5}}", "kea.conf:3: a text in double quotes does not end")]
    [InlineData("{\"Dhcp4\": /* {}", "a comment does not end")]
    [InlineData("{\"Dhcp4\": <?include \"none.json\"?> }", "the included file none.json can't be read")]
    [InlineData("{\"Dhcp4\": <?include none?> }", "an include is written")]
    [InlineData("{\"Dhcp4\": [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "nested too deeply")]
    public void What_is_no_configuration_is_told_with_its_line(string text, string said) =>
        Assert.Contains(said, Assert.Throws<SourceFailureException>(() => Read(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void An_include_that_includes_itself_ends()
    {
        var fault = Assert.Throws<SourceFailureException>(() => KeaReader.Read("a", "{\"Dhcp4\": <?include \"a\"?> }", _ => "<?include \"a\"?>"));
        Assert.Contains("nested more than 10 deep", fault.Message, StringComparison.Ordinal);
    }

    private const string Head = "address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state,user_context\n";

    [Fact]
    public void Rows_are_read_as_kea_means_them()
    {
        var (leases, notes) = Leases(Head + """
            10.0.0.1,02:00:00:00:00:01,01:02:00:00:00:00:01,3600,2000,1,0,0,node-1.,0,
            10.0.0.2,02:00:00:00:00:02,ff:AA,3600,2000,1,0,0,a&#x2cb,1,
            10.0.0.3,,,3600,2000,1,0,0,,2,{ "x": 1 }
            10.0.0.4,02:00:00:00:00:04,,0,1000,1,0,0,,0,
            10.0.0.5,02:00:00:00:00:05,,4294967295,1000,1,0,0,,0,
            10.0.0.999,02:00:00:00:00:05,,1,1000,1,0,0,,0,
            10.0.0.6,02:00:00:00:00:06,,36
            """);

        Assert.Equal(new Lease(IpAddr.Parse("10.0.0.1"), Mac(1), default, "node-1", LeaseState.Active, 2000), leases[0]);
        Assert.Equal(new Lease(IpAddr.Parse("10.0.0.2"), Mac(2), ClientId.Parse("ff:aa"), "a,b", LeaseState.Declined, 2000), leases[1]);
        Assert.Equal(new Lease(IpAddr.Parse("10.0.0.3"), null, default, null, LeaseState.Expired, 2000), leases[2]);
        Assert.Equal((LeaseState.Released, Lease.Never), (leases[3].State, leases[4].ExpiresAt));
        Assert.Equal(5, leases.Count);
        Assert.Equal(["leases.csv:7", "leases.csv:8"], notes.Select(note => note.Where));
        Assert.Contains("half written", notes[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_of_ipv6_have_other_columns_and_prefixes_are_passed_over()
    {
        var (leases, notes) = Leases("""
            address,duid,valid_lifetime,expire,subnet_id,pref_lifetime,lease_type,iaid,prefix_len,fqdn_fwd,fqdn_rev,hostname,hwaddr,state,user_context,hwtype,hwaddr_source
            2001:db8::1,00:01:00:01,3600,2000,1,3000,0,1,128,0,0,n,02:00:00:00:00:01,0,,1,2
            2001:db8:1::,00:01:00:01,3600,2000,1,3000,2,1,64,0,0,,,0,,1,2

            """);
        Assert.Equal(new Lease(IpAddr.Parse("2001:db8::1"), Mac(1), ClientId.Parse("00:01:00:01"), "n", LeaseState.Active, 2000), Assert.Single(leases));
        Assert.Empty(notes);
    }

    [Theory]
    [InlineData("hello\n")]
    [InlineData("address,hwaddr\n10.0.0.1,x\n")]
    [InlineData("\0\0\0\n")]
    public void What_is_no_lease_file_is_told(string text) =>
        Assert.Contains("leases.csv:1", Assert.Throws<SourceFailureException>(() => Leases(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_rest_of_a_cleanup_is_read_as_kea_reads_it()
    {
        Assert.Equal(["f.2", "f.1", "f"], KeaLeaseFile.PartsOf("f", name => name is "f.2" or "f.1" or "f"));
        Assert.Equal(["f.completed", "f"], KeaLeaseFile.PartsOf("f", name => name is "f.completed" or "f.2" or "f"));
        Assert.Equal(["f"], KeaLeaseFile.PartsOf("f", name => name == "f"));
    }

    private static MacAddress Mac(int last) => MacAddress.Read([2, 0, 0, 0, 0, (byte)last]);

    private static KeaConfiguration Read(string text) => KeaConfiguration.Of(KeaReader.Read("kea.conf", text, _ => null), "kea.conf");

    private static (List<Lease> Leases, List<ObservationNote> Notes) Leases(string text)
    {
        var notes = new List<ObservationNote>();
        return ([.. KeaLeaseFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "leases.csv", notes)], notes);
    }
}
