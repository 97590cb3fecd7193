using System.Text;
using Fairlead.Connectors;
using Fairlead.Connectors.Dnsmasq;
using Fairlead.Core.Addressing;
using Fairlead.Core.Observations;
using Xunit;

namespace Fairlead.Tests.Connectors.Dnsmasq;

public sealed class DnsmasqTests
{
    [Fact]
    public void Ranges_of_one_network_are_pools_of_one_subnet()
    {
        var configuration = Read("""
            # a comment
            dhcp-range=set:nodes,10.20.0.100,10.20.0.149,255.255.255.0,8h   # and another
            dhcp-range=10.20.0.160,10.20.0.169,255.255.255.0,4h
            dhcp-range=tag:vip,10.20.0.200,10.20.0.209,255.255.255.0
            dhcp-range=10.21.0.0,static
            dhcp-option=3,10.20.0.254
            dhcp-option=tag:nodes,option:router,10.20.0.1
            dhcp-option=option:dns-server,10.10.0.53,10.10.0.54
            dhcp-host=02:00:00:00:00:01,printer,10.20.0.110,infinite
            dhcp-host=id:01:02:03,10.99.0.1
            dhcp-leasefile=/run/leases
            bogus-priv
            """);

        var subnet = configuration.Subnets[0];
        Assert.Equal((IpPrefix.Parse("10.20.0.0/24"), TimeSpan.FromHours(8), "/run/leases"), (subnet.Prefix, subnet.LeaseTime, configuration.LeaseFile));
        Assert.Equal(["10.20.0.100-10.20.0.149  d.conf:2", "10.20.0.160-10.20.0.169  d.conf:3", "10.20.0.200-10.20.0.209 vip d.conf:4"], subnet.Pools.Select(pool => $"{pool.Range} {pool.ClientClass} {pool.Where}"));
        Assert.Equal(["10.20.0.1", "10.10.0.53", "10.10.0.54"], subnet.Routers.Concat(subnet.DnsServers).Select(address => address.ToString()));
        Assert.Equal(("10.20.0.110", "printer"), (Assert.Single(subnet.Reservations).Address.ToString(), subnet.Reservations[0].HostName));
        // For known hosts alone: nothing is handed out.
        Assert.Empty(configuration.Subnets[1].Pools);
    }

    [Fact]
    public void A_range_without_a_mask_is_said_to_be_so()
    {
        var configuration = Read("dhcp-range=10.20.0.100,10.20.0.149,8h\n");
        Assert.Equal(IpPrefix.Parse("10.20.0.0/24"), configuration.Subnets[0].Prefix);
        Assert.Contains("stands in for it", Assert.Single(configuration.Notes).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ranges_of_ipv6_have_a_length()
    {
        var subnet = Assert.Single(Read("dhcp-range=2001:db8:20::100,2001:db8:20::1ff,64,1d\ndhcp-option=option6:dns-server,[2001:db8::53]\ndhcp-range=::,constructor:eth0,ra-only\n").Subnets);
        Assert.Equal((IpPrefix.Parse("2001:db8:20::/64"), TimeSpan.FromDays(1), "2001:db8::53"), (subnet.Prefix, subnet.LeaseTime, subnet.DnsServers.Single().ToString()));
    }

    [Fact]
    public void Files_and_folders_are_included_as_dnsmasq_does()
    {
        var files = new Dictionary<string, string> { ["d.conf"] = "conf-file=/etc/a\nconf-file=/etc/none\nconf-dir=/etc/d,*.conf\n", ["/etc/a"] = "dhcp-range=10.0.0.1,10.0.0.9,255.255.255.0\n", ["/etc/d/x.conf"] = "dhcp-range=10.1.0.1,10.1.0.9,255.255.255.0\n", ["/etc/d/x.bak"] = "dhcp-range=10.2.0.1,10.2.0.9,255.255.255.0\n", ["/etc/d/.y.conf"] = "dhcp-range=10.3.0.1,10.3.0.9,255.255.255.0\n" };
        var configuration = DnsmasqConfiguration.Read("d.conf", files.GetValueOrDefault, folder => files.Keys.Where(name => name.StartsWith(folder + "/", StringComparison.Ordinal)));

        Assert.Equal(["/etc/a:1", "/etc/d/x.conf:1"], configuration.Subnets.Select(subnet => subnet.Where));
        Assert.Equal("d.conf:2", Assert.Single(configuration.Notes).Where);
    }

    [Theory]
    [InlineData("{ \"Dhcp4\": {} }")]
    [InlineData("\0\0")]
    [InlineData("subnet 10.0.0.0 netmask 255.0.0.0 {\n}")]
    public void What_is_no_configuration_is_told(string text) => Assert.Throws<SourceFailureException>(() => Read(text));

    [Theory]
    [InlineData("hello\nworld\n", "f:1")]
    [InlineData("# a list\n\nname=value\n", "f:3")]
    public void A_file_of_other_words_is_no_configuration(string text, string where) =>
        Assert.Contains(where, Assert.Throws<SourceFailureException>(() => DnsmasqConfiguration.Read("f", _ => text, _ => [])).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("conf-script=/x")]
    [InlineData("dhcp-lease-max=150")]
    [InlineData("dhcp-client-update")]
    [InlineData("dhcp-subscrid=set:a,b")]
    [InlineData("no-dhcp-interface=eth0")]
    [InlineData("rebind-localhost-ok")]
    [InlineData("filter-A")]
    [InlineData("filter-AAAA")]
    public void An_option_of_dnsmasq_is_no_note(string line) => Assert.Empty(DnsmasqConfiguration.Read("f", _ => line + "\n", _ => []).Notes);

    [Fact]
    public void An_option_of_a_newer_dnsmasq_is_a_note() =>
        Assert.Equal("f:2", Assert.Single(DnsmasqConfiguration.Read("f", _ => "bogus-priv\nsomething-new=1\n", _ => []).Notes).Where);

    [Fact]
    public void Leases_are_read_and_a_half_written_one_is_left_out()
    {
        var notes = new List<ObservationNote>();
        List<Lease> leases = [.. DnsmasqLeaseFile.Read(new MemoryStream(Encoding.UTF8.GetBytes("1764100000 02:00:00:00:00:01 10.0.0.10 shop-1 01:02:00:00:00:00:01\n0 02:00:00:00:00:02 10.0.0.11 * ff:AA\nnonsense\nduid 00:01\n1764100000 77 2001:db8::10 h 00:01\n17641000")), "l", notes)];

        Assert.Equal(
            [
                new Lease(IpAddr.Parse("10.0.0.10"), MacAddress.Read([2, 0, 0, 0, 0, 1]), default, "shop-1", LeaseState.Active, 1764100000),
                new Lease(IpAddr.Parse("10.0.0.11"), MacAddress.Read([2, 0, 0, 0, 0, 2]), ClientId.Parse("ff:aa"), null, LeaseState.Active, Lease.Never),
                new Lease(IpAddr.Parse("2001:db8::10"), null, ClientId.Parse("00:01"), "h", LeaseState.Active, 1764100000),
            ],
            leases);
        Assert.Equal(["l:3", "l:6"], notes.Select(note => note.Where));
        Assert.Throws<SourceFailureException>(() => DnsmasqLeaseFile.Read(new MemoryStream("lease 10.0.0.1 {"u8.ToArray()), "l", notes).Count());
    }

    private static DnsmasqConfiguration Read(string text) => DnsmasqConfiguration.Read("d.conf", name => name == "d.conf" ? text : null, static _ => []);
}
