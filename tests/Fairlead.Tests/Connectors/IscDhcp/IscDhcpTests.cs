using System.Text;
using Fairlead.Connectors;
using Fairlead.Connectors.IscDhcp;
using Fairlead.Core.Observations;
using Xunit;

namespace Fairlead.Tests.Connectors.IscDhcp;

public sealed class IscDhcpTests
{
    private const string Configuration = """
        include "more.conf"; # a comment
        default-lease-time 600;
        failover peer "pair" { primary; peer address 192.0.2.2; }
        shared-network floor {
          subnet 192.0.2.0 netmask 255.255.255.0 {
            option routers 192.0.2.1;
            pool { failover peer "pair"; deny unknown-clients; range 192.0.2.20 192.0.2.10; }
            if known { option routers 192.0.2.9; }
          }
        }
        subnet6 2001:db8::/64 { range6 2001:db8::10 2001:db8::20; default-lease-time 60; }
        group { host one { hardware ethernet 2:0:0:0:0:a; fixed-address 192.0.2.5, name.example; } }
        option domain-name-servers 192.0.2.53, 192.0.2.54;
        """;

    private const string Leases = """
        server-duid "\000\001";
        lease 192.0.2.10 {
          starts 4 2026/11/26 10:00:00;
          ends 4 2026/11/26 11:00:00;
          binding state active;
          hardware ethernet 02:00:00:00:00:01;
          uid "\001\002a";
          client-hostname "one";
        }
        lease 192.0.2.11 { ends never; binding state abandoned; next binding state free; }
        lease 192.0.2.12 { ends broken
        lease 192.0.2.13 { ends epoch 1234; # Thu
          binding state released; uid 1:2:ff; }
        ia-na "\001\000\000\000\000\003" { iaaddr 2001:db8::10 { binding state active; ends epoch 99; } }
        lease 192.0.2.14 { ends
        """;

    [Fact]
    public void Reads_subnets_pools_hosts_and_inherited_options()
    {
        var read = new IscConfigurationParser(_ => null).Parse(Configuration, "dhcpd.conf");

        var subnet = read.Subnets[0];
        Assert.Equal("192.0.2.0/24", subnet.Prefix.ToString());
        Assert.Equal("dhcpd.conf:5", subnet.Where);
        Assert.Equal("floor", subnet.SharedNetwork);
        Assert.Equal("192.0.2.2 (here: primary)", subnet.Partner);
        Assert.Equal(TimeSpan.FromMinutes(10), subnet.LeaseTime);
        Assert.Equal(2, subnet.DnsServers.Count);
        Assert.Equal("192.0.2.1", Assert.Single(subnet.Routers).ToString());
        var pool = Assert.Single(subnet.Pools);
        Assert.Equal(("192.0.2.10", "deny unknown-clients", "dhcpd.conf:7"), (pool.Range.First.ToString(), pool.ClientClass, pool.Where));
        Assert.Equal("02:00:00:00:00:0a", Assert.Single(subnet.Reservations).Mac.ToString());
        Assert.Equal(TimeSpan.FromMinutes(1), read.Subnets[1].LeaseTime);
        Assert.Equal(["dhcpd.conf:1", "dhcpd.conf:8", "dhcpd.conf:12"], read.Notes.Select(note => note.Where));
    }

    [Fact]
    public void Reads_leases_and_skips_broken_ones_with_notes()
    {
        var reader = new IscLeaseReader(new MemoryStream(Encoding.UTF8.GetBytes(Leases)), "leases");
        var leases = reader.Read().ToList();

        Assert.Equal(["192.0.2.10", "192.0.2.11", "192.0.2.13", "2001:db8::10"], leases.Select(lease => lease.Address.ToString()));
        Assert.Equal((new DateTimeOffset(2026, 11, 26, 11, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds(), "01:02:61", "one"), (leases[0].ExpiresAt, leases[0].ClientId.ToString(), leases[0].HostName));
        Assert.Equal((Lease.Never, LeaseState.Declined), (leases[1].ExpiresAt, leases[1].State));
        Assert.Equal((1234, LeaseState.Released, "01:02:ff"), (leases[2].ExpiresAt, leases[2].State, leases[2].ClientId.ToString()));
        Assert.Equal("00:03", leases[3].ClientId.ToString());
        Assert.Equal(["leases:11", "leases:15"], reader.Notes.Select(note => note.Where));
    }

    [Fact]
    public void Refuses_what_is_no_file_of_dhcpd()
    {
        Assert.Throws<SourceFailureException>(() => new IscLeaseReader(new MemoryStream("hello world"u8.ToArray()), "x").Read().ToList());
        Assert.Throws<SourceFailureException>(() => new IscConfigurationParser(_ => null).Parse("hello world;", "x"));
        Assert.Throws<SourceFailureException>(() => new IscConfigurationParser(_ => null).Parse("subnet 192.0.2.0 netmask 255.255.255.0 {", "x"));
    }

    [Fact]
    public void Ends_well_on_any_input()
    {
        var random = new Random(6);
        for (var round = 0; round < 5000; round++)
        {
            var octets = Encoding.UTF8.GetBytes(round % 2 == 0 ? Configuration : Leases);
            for (var change = random.Next(1, 6); change > 0; change--)
                octets[random.Next(octets.Length)] = (byte)"{};\"\\#/:,\n0 a\u007f"[random.Next(14)];
            try
            {
                if (round % 2 == 0)
                    new IscConfigurationParser(_ => null).Parse(Encoding.UTF8.GetString(octets), "x");
                else
                    Assert.All(new IscLeaseReader(new MemoryStream(octets), "x").Read(), lease => Assert.False(lease.Address.IsNone));
            }
            catch (SourceFailureException failure)
            {
                Assert.Equal(FailureReason.Malformed, failure.Reason);
            }
        }
    }
}
