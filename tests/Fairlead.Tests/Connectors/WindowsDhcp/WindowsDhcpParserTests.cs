using System.Text;
using Fairlead.Connectors;
using Fairlead.Connectors.WindowsDhcp;
using Fairlead.Core.Observations;
using Xunit;

namespace Fairlead.Tests.Connectors.WindowsDhcp;

public sealed class WindowsDhcpParserTests
{
    private const string Export = """
        <?xml version="1.0" encoding="utf-8"?>
        <DHCPServer xmlns="http://schemas.microsoft.com/windows/DHCPServer"><IPv4>
          <OptionValues><OptionValue><OptionId>6</OptionId><Value>192.0.2.53</Value><VendorClass /><UserClass /></OptionValue></OptionValues>
          <Scopes><Scope>
            <ScopeId>192.0.2.0</ScopeId><SubnetMask>255.255.255.0</SubnetMask><Name>floor</Name>
            <StartRange>192.0.2.10</StartRange><EndRange>192.0.2.99</EndRange><LeaseDuration>8.00:00:00</LeaseDuration><State>InActive</State>
            <ExclusionRanges><IPRange><StartRange>192.0.2.20</StartRange><EndRange>192.0.2.29</EndRange></IPRange></ExclusionRanges>
            <Reservations><Reservation><IPAddress>192.0.2.50</IPAddress><ClientId>02-00-00-00-00-01</ClientId><Name>printer</Name></Reservation></Reservations>
            <Leases><Lease><IPAddress>192.0.2.50</IPAddress><ClientId>02-00-00-00-00-01</ClientId><AddressState>ActiveReservation</AddressState></Lease>
              <Lease><IPAddress>192.0.2.51</IPAddress><AddressState>Odd</AddressState></Lease></Leases>
          </Scope></Scopes></IPv4></DHCPServer>
        """;

    [Fact]
    public void Reads_scopes_and_leases()
    {
        var export = Parse(Export);

        var subnet = Assert.Single(export.Subnets);
        Assert.Equal(("192.0.2.0/24", "floor", false, TimeSpan.FromDays(8)), (subnet.Prefix.ToString(), subnet.Name, subnet.IsActive, subnet.LeaseTime));
        Assert.Single(subnet.Exclusions);
        Assert.Equal("02:00:00:00:00:01", Assert.Single(subnet.Reservations).Mac.ToString());
        Assert.Equal("192.0.2.53", Assert.Single(subnet.DnsServers).ToString());
        Assert.Equal((LeaseState.Active, Lease.Never), (Assert.Single(export.Leases).State, export.Leases[0].ExpiresAt));
        Assert.Contains("Odd", Assert.Single(export.Notes).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html/>")]
    [InlineData("<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><DHCPServer>&b;</DHCPServer>")]
    public void Refuses_anything_else(string text) => Assert.Throws<SourceFailureException>(() => Parse(text));

    private static WindowsDhcpExport Parse(string text) => WindowsDhcpParser.Parse(new MemoryStream(Encoding.UTF8.GetBytes(text)), "export.xml");
}
